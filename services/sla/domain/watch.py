"""The watch on one ticket: what is timed, what is overdue, and what has been announced already."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Generic
from uuid import UUID

from services.sla.domain.terms import Deadlines, Terms
from services.sla.domain.ticket import Seen
from shared.vocabulary import AuthorType, SlaTarget, Status

AWAITING_AN_ANSWER = frozenset({Status.NEW, Status.IN_PROGRESS})


class TimerKind(StrEnum):
    FIRST_RESPONSE = SlaTarget.FIRST_RESPONSE
    RESOLUTION = SlaTarget.RESOLUTION
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Timer:
    """Something that is announced when its time has come, unless the ticket's course takes it away before."""

    kind: TimerKind
    due: datetime


@dataclass(frozen=True, slots=True)
class Watch(Generic[Seen]):
    """A function of the newest state seen of the ticket and of the terms it was opened under, in whatever order
    they came; beside these it remembers only what has been announced.

    `rev` counts its writes. `ticket` is absent before the first event and after the ticket's end, `terms` until
    `ticket.created` has come.
    """

    ticket_id: UUID
    tenant_id: UUID
    rev: int = 0
    last_sequence: int = 0
    ticket: Seen | None = None
    terms: Terms | None = None
    breached: frozenset[SlaTarget] = frozenset()
    unanswered_since: datetime | None = None
    """The start of the last unanswered stretch that was announced."""
    ended_at: datetime | None = None

    def follow(self, ticket: Seen, *, sequence: int) -> "Watch[Seen]":
        """The ticket's new state; one that is not newer than the known one changes nothing."""
        if sequence <= self.last_sequence or self.ended_at is not None:
            return self
        return replace(self, ticket=ticket, last_sequence=sequence)

    def under(self, terms: Terms) -> "Watch[Seen]":
        """The terms that hold from the ticket's opening; they are taken once, however late they come."""
        if self.terms is not None or self.ended_at is not None:
            return self
        return replace(self, terms=terms)

    def end(self, *, sequence: int, at: datetime) -> "Watch[Seen]":
        """The ticket is gone: nothing is timed any more, and its state is forgotten."""
        if sequence <= self.last_sequence:
            return self
        return replace(self, ticket=None, last_sequence=sequence, ended_at=at)

    @property
    def deadlines(self) -> Deadlines:
        if self.ticket is None or self.terms is None:
            return Deadlines()
        return self.terms.deadlines(created_at=self.ticket.created_at)

    def met_at(self, target: SlaTarget) -> datetime | None:
        """When the target was reached, be it in time or late."""
        if self.ticket is None:
            return None
        if target is SlaTarget.FIRST_RESPONSE:
            return self.ticket.first_reply_at
        return self.ticket.resolved_at or self.ticket.closed_at

    @property
    def pending(self) -> tuple[Timer, ...]:
        """What is to be announced unless the ticket's course changes; a target reached late is overdue for good."""
        return tuple(self._pending())

    @property
    def due_at(self) -> datetime | None:
        """When the next timer is due."""
        return min((timer.due for timer in self._pending()), default=None)

    def due(self, by: datetime) -> tuple[Timer, ...]:
        return tuple(timer for timer in self._pending() if timer.due <= by)

    def announced(self, timers: Iterable[Timer]) -> "Watch[Seen]":
        """Remember that these have been announced, so that none is again."""
        kinds = {timer.kind for timer in timers}
        breaches = {SlaTarget(kind) for kind in kinds - {TimerKind.UNANSWERED}}
        since = self._waiting_since if TimerKind.UNANSWERED in kinds else self.unanswered_since
        return replace(self, breached=self.breached | breaches, unanswered_since=since)

    def _pending(self) -> Iterator[Timer]:
        deadlines = self.deadlines
        yield from self._target(SlaTarget.FIRST_RESPONSE, deadline=deadlines.first_response)
        yield from self._target(SlaTarget.RESOLUTION, deadline=deadlines.resolution)
        since = self._waiting_since
        if since is not None and since != self.unanswered_since and (due := self._unanswered_at()) is not None:
            yield Timer(TimerKind.UNANSWERED, due)

    def _target(self, target: SlaTarget, *, deadline: datetime | None) -> Iterator[Timer]:
        if deadline is None or target in self.breached:
            return
        met_at = self.met_at(target)
        if met_at is None or met_at > deadline:
            yield Timer(TimerKind(target), deadline)

    @property
    def _waiting_since(self) -> datetime | None:
        """The start of the stretch in which the customer waits for an answer; None while nobody does."""
        ticket = self.ticket
        if ticket is None or ticket.status not in AWAITING_AN_ANSWER:
            return None
        if ticket.last_message_by is not AuthorType.CUSTOMER:
            return None
        return ticket.waiting_since or ticket.last_message_at

    def _unanswered_at(self) -> datetime | None:
        if self.ticket is None or self.terms is None or self.ticket.last_message_at is None:
            return None
        return self.terms.unanswered_at(last_message_at=self.ticket.last_message_at)
