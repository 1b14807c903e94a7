"""What a ticket counts for: in the totals of lists, and in the days of the statistics.

A ticket's figures are a pure function of a few of its fields. Totals and days are sums over tickets; when a ticket
changes, the difference between what it counted for and what it counts for now is added. What each figure means is
written in docs/statistics.md.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from services.tickets.domain.ticket import Ticket
from shared.vocabulary import Priority, Status

MILLISECOND = timedelta(milliseconds=1)


class Total(NamedTuple):
    """How many tickets have `value` in the field `by`; the total of all has neither."""

    by: str = ""
    value: str = ""


class DayOf(NamedTuple):
    """The figures of one day, in UTC, of all tickets, or of those that one team has now."""

    day: date
    team_id: UUID | None = None


# A total has one figure; a day's are named by priority and measure: `high.created`.
Figure = tuple[Total | DayOf, str]
TICKETS = "tickets"


@dataclass(frozen=True, slots=True)
class Counted:
    """All of a ticket that its figures depend on. Milliseconds are from creation.

    A target is measured where the ticket has its deadline, or has been announced to have missed it.
    """

    status: Status
    priority: Priority
    created_on: date
    assignee_id: UUID | None = None
    team_id: UUID | None = None
    contact_id: UUID | None = None
    closed_on: date | None = None
    first_reply_ms: int | None = None
    resolution_ms: int | None = None
    first_reply_measured: bool = False
    first_reply_met: bool = False
    first_reply_breached: bool = False
    resolution_measured: bool = False
    resolution_met: bool = False
    resolution_breached: bool = False
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
        for team_id in {None, self.team_id}:
            for measure, amount in self._measures():
                if amount:
                    added[DayOf(self.created_on, team_id), f"{self.priority.value}.{measure}"] = int(amount)
            if self.closed_on is not None:
                added[DayOf(self.closed_on, team_id), f"{self.priority.value}.closed"] += 1
        return added

    def _measures(self) -> Iterable[tuple[str, int]]:
        """Of the day on which the ticket was created; what is zero is left out."""
        yield "created", 1
        yield "first_replies", self.first_reply_ms is not None
        yield "first_reply_ms", self.first_reply_ms or 0
        yield "first_reply_measured", self.first_reply_measured
        yield "first_reply_met", self.first_reply_met
        yield "first_reply_breached", self.first_reply_breached
        yield "resolutions", self.resolution_ms is not None
        yield "resolution_ms", self.resolution_ms or 0
        yield "resolution_measured", self.resolution_measured
        yield "resolution_met", self.resolution_met
        yield "resolution_breached", self.resolution_breached
        yield "measured", self.first_reply_measured or self.resolution_measured
        yield "breached", self.first_reply_breached or self.resolution_breached
        yield "ratings", self.rating is not None
        yield "rating_sum", self.rating or 0


class _Fared(NamedTuple):
    """How a ticket stands against one deadline, as far as that does not depend on the time of day."""

    measured: bool
    met: bool
    breached: bool


def counted(ticket: Ticket) -> Counted:
    """What the ticket counts for as it is."""
    deadlines = ticket.deadlines
    first = resolution = _Fared(measured=False, met=False, breached=False)
    if deadlines is not None:
        first = _fared(deadlines.first_response, ticket.first_reply_at, deadlines.first_response_breached)
        resolution = _fared(deadlines.resolution, ticket.resolved_at, deadlines.resolution_breached)
    return Counted(
        status=ticket.status,
        priority=ticket.priority,
        created_on=ticket.created_at.date(),
        assignee_id=ticket.assignee.id if ticket.assignee else None,
        team_id=ticket.team.id if ticket.team else None,
        contact_id=ticket.requester.contact_id,
        closed_on=ticket.closed_at.date() if ticket.closed_at else None,
        first_reply_ms=_milliseconds(ticket.created_at, ticket.first_reply_at),
        resolution_ms=_milliseconds(ticket.created_at, ticket.resolved_at),
        first_reply_measured=first.measured,
        first_reply_met=first.met,
        first_reply_breached=first.breached,
        resolution_measured=resolution.measured,
        resolution_met=resolution.met,
        resolution_breached=resolution.breached,
        rating=ticket.csat.rating if ticket.csat else None,
    )


def _fared(deadline: datetime | None, done_at: datetime | None, breached: bool) -> _Fared:
    """A breach that was announced stays, also where the deadline was moved or taken away since."""
    in_time = deadline is not None and done_at is not None and done_at <= deadline
    return _Fared(measured=breached or deadline is not None, met=in_time and not breached, breached=breached)


def _milliseconds(start: datetime, end: datetime | None) -> int | None:
    return None if end is None else (end - start) // MILLISECOND


def difference(before: Counted | None, after: Counted | None) -> Counter[Figure]:
    """What is to be added to the figures when a ticket that counted for `before` counts for `after`; never zero."""
    change: Counter[Figure] = Counter(after.figures if after else ())
    if before is not None:
        change.subtract(before.figures)
    return Counter({figure: amount for figure, amount in change.items() if amount})
