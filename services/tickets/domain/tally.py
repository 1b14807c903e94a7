"""What a ticket counts for: in the totals of lists, and in the days of the statistics.

A ticket's figures are a pure function of a few of its fields. Totals and days are sums over tickets; when a ticket
changes, the difference between what it counted for and what it counts for now is added.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from services.tickets.domain.ticket import Ticket
from shared.vocabulary import Priority, Status


class Total(NamedTuple):
    """How many tickets have `value` in the field `by`; the total of all has neither."""

    by: str = ""
    value: str = ""


class DayOf(NamedTuple):
    """The figures of one day, in UTC, of the tickets that one team has now (or none)."""

    day: date
    team_id: UUID | None


# A total has one figure; a day's are named by priority and measure: `high.created`.
Figure = tuple[Total | DayOf, str]
TICKETS = "tickets"


@dataclass(frozen=True, slots=True)
class Counted:
    """All of a ticket that its figures depend on. Seconds are from creation."""

    status: Status
    priority: Priority
    created_on: date
    assignee_id: UUID | None = None
    team_id: UUID | None = None
    contact_id: UUID | None = None
    closed_on: date | None = None
    first_reply_seconds: float | None = None
    resolution_seconds: float | None = None
    measured: bool = False
    breached: bool = False
    rating: int | None = None

    @property
    def totals(self) -> Iterable[Total]:
        yield Total()
        yield Total("status", self.status.value)
        yield Total("priority", self.priority.value)
        for by, value in (("assignee", self.assignee_id), ("team", self.team_id), ("contact", self.contact_id)):
            if value is not None:
                yield Total(by, str(value))

    @property
    def figures(self) -> Counter[Figure]:
        """What the ticket adds to each figure."""
        added: Counter[Figure] = Counter({(total, TICKETS): 1 for total in self.totals})
        created = DayOf(self.created_on, self.team_id)
        for measure, amount in self._measures():
            if amount:
                added[created, f"{self.priority.value}.{measure}"] = amount  # type: ignore[assignment] # seconds are floats
        if self.closed_on is not None:
            added[DayOf(self.closed_on, self.team_id), f"{self.priority.value}.closed"] += 1
        return added

    def _measures(self) -> Iterable[tuple[str, float]]:
        """Of the day on which the ticket was created; what is zero is left out."""
        yield "created", 1
        yield "first_replies", self.first_reply_seconds is not None
        yield "first_reply_seconds", self.first_reply_seconds or 0
        yield "resolved", self.resolution_seconds is not None
        yield "resolution_seconds", self.resolution_seconds or 0
        yield "measured", self.measured
        yield "breached", self.breached
        yield "ratings", self.rating is not None
        yield "rating_sum", self.rating or 0


def counted(ticket: Ticket) -> Counted:
    """What the ticket counts for as it is."""
    deadlines = ticket.deadlines
    return Counted(
        status=ticket.status,
        priority=ticket.priority,
        created_on=ticket.created_at.date(),
        assignee_id=ticket.assignee.id if ticket.assignee else None,
        team_id=ticket.team.id if ticket.team else None,
        contact_id=ticket.requester.contact_id,
        closed_on=ticket.closed_at.date() if ticket.closed_at else None,
        first_reply_seconds=(ticket.first_reply_at - ticket.created_at).total_seconds()
        if ticket.first_reply_at
        else None,
        resolution_seconds=(ticket.resolved_at - ticket.created_at).total_seconds() if ticket.resolved_at else None,
        measured=deadlines is not None and (deadlines.first_response is not None or deadlines.resolution is not None),
        breached=deadlines is not None and (deadlines.first_response_breached or deadlines.resolution_breached),
        rating=ticket.csat.rating if ticket.csat else None,
    )


def difference(before: Counted | None, after: Counted | None) -> Counter[Figure]:
    """What is to be added to the figures when a ticket that counted for `before` counts for `after`; never zero."""
    change: Counter[Figure] = Counter(after.figures if after else ())
    if before is not None:
        change.subtract(before.figures)
    return Counter({figure: amount for figure, amount in change.items() if amount})
