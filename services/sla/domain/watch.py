"""The watch on one ticket: what is timed, what is overdue, and what has been announced already."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic
from uuid import UUID

from services.sla.domain.course import BLANK, SOLVED, Course, Mark
from services.sla.domain.promise import Promise
from services.sla.domain.reckoning import Reckoning, reckon
from services.sla.domain.standing import Standing
from services.sla.domain.ticket import Seen
from services.sla.domain.timer import BREACHES, WARNINGS, Timer, TimerKind
from shared.vocabulary import AuthorType, SlaTarget, Status

AWAITING_AN_ANSWER = frozenset({Status.NEW, Status.IN_PROGRESS})
AWAITING_THE_CUSTOMER = frozenset({Status.PENDING, Status.RESOLVED})


@dataclass(frozen=True, slots=True)
class Watch(Generic[Seen]):
    """A function of the newest state seen of the ticket, of its course and of what was promised, in whatever order they
    came; beside these it remembers only what has been announced.

    `rev` counts its writes. `ticket` is absent before the first event and after the ticket's end, `promise` until
    `ticket.created` has come.
    """

    ticket_id: UUID
    tenant_id: UUID
    rev: int = 0
    last_sequence: int = 0
    ticket: Seen | None = None
    course: Course = BLANK
    promise: Promise | None = None
    warned: frozenset[SlaTarget] = frozenset()
    breached: frozenset[SlaTarget] = frozenset()
    unanswered_since: datetime | None = None
    """The start of the last unanswered stretch that was announced."""
    left_since: datetime | None = None
    """The start of the last stretch in which the customer was awaited that was announced."""
    ended_at: datetime | None = None

    def follow(self, ticket: Seen, *, sequence: int) -> "Watch[Seen]":
        """The ticket's new state; one that is not newer than the known one changes nothing."""
        if sequence <= self.last_sequence or self.ended_at is not None:
            return self
        return replace(self, ticket=ticket, last_sequence=sequence)

    def marked(self, mark: Mark) -> "Watch[Seen]":
        """With one more mark of the ticket's course, however late it comes."""
        course = self.course.with_mark(mark)
        return self if course is self.course or self.ended_at is not None else replace(self, course=course)

    def under(self, promise: Promise) -> "Watch[Seen]":
        """What holds from now on; one of older terms changes nothing, and neither does the same again."""
        known = self.promise
        if self.ended_at is not None or promise == known or (known is not None and promise.revision < known.revision):
            return self
        return replace(self, promise=promise)

    def drawn(self, promise: Promise) -> "Watch[Seen]":
        """As it would stand if this had been promised."""
        return replace(self, promise=promise)

    def end(self, *, sequence: int, at: datetime) -> "Watch[Seen]":
        """The ticket is gone: nothing is timed any more, and its state is forgotten."""
        if sequence <= self.last_sequence:
            return self
        return replace(self, ticket=None, course=BLANK, promise=None, last_sequence=sequence, ended_at=at)

    def reckoning(self, target: SlaTarget) -> Reckoning | None:
        """How the ticket stands against one goal; None where there is none, or nothing is known yet."""
        goal = self.promise.goal(target) if self.promise else None
        if goal is None or self.ticket is None:
            return None
        return reckon(goal, self.course, reached_at=self._reached_at(target))

    @property
    def standing(self) -> Standing:
        first, resolution = self.reckoning(SlaTarget.FIRST_RESPONSE), self.reckoning(SlaTarget.RESOLUTION)
        pending = self.ticket is not None and self.ticket.status is Status.PENDING
        return Standing(
            policy=self.promise.policy if self.promise else None,
            first_response=self._deadline(first),
            resolution=self._deadline(resolution),
            paused=pending and any(each is not None and each.paused for each in (first, resolution)),
        )

    @property
    def pending(self) -> tuple[Timer, ...]:
        """What is to be announced unless the ticket's course changes; a goal reached late is overdue for good."""
        return tuple(self._pending())

    @property
    def due_at(self) -> datetime | None:
        """When the next timer is due."""
        return min((timer.due for timer in self._pending()), default=None)

    def due(self, by: datetime) -> tuple[Timer, ...]:
        return tuple(sorted((timer for timer in self._pending() if timer.due <= by), key=lambda timer: timer.due))

    def announced(self, timers: Iterable[Timer]) -> "Watch[Seen]":
        """Remember that these have been announced, so that none is again."""
        kinds = {timer.kind for timer in timers}
        return replace(
            self,
            warned=self.warned | {target for target, kind in WARNINGS.items() if kind in kinds},
            breached=self.breached | {target for target, kind in BREACHES.items() if kind in kinds},
            unanswered_since=self._waiting_since if TimerKind.UNANSWERED in kinds else self.unanswered_since,
            left_since=self._left_since if TimerKind.AUTO_CLOSE in kinds else self.left_since,
        )

    def _pending(self) -> Iterator[Timer]:
        for target in SlaTarget:
            yield from self._target(target)
        promise, ticket = self.promise, self.ticket
        if promise is None or ticket is None:
            return
        waiting = self._waiting_since
        if waiting is not None and waiting != self.unanswered_since and promise.unanswered_after is not None:
            yield Timer(TimerKind.UNANSWERED, (ticket.last_message_at or waiting) + promise.unanswered_after)
        left = self._left_since
        if left is not None and left != self.left_since and promise.auto_close_after is not None:
            yield Timer(TimerKind.AUTO_CLOSE, left + promise.auto_close_after)

    def _target(self, target: SlaTarget) -> Iterator[Timer]:
        reckoning = self.reckoning(target)
        if reckoning is None or target in self.breached:
            return
        reached_at = reckoning.reached_at
        if reckoning.warned_at is not None and target not in self.warned and reached_at is None:
            yield Timer(WARNINGS[target], reckoning.warned_at)
        if reckoning.due_at is not None and not reckoning.met:
            yield Timer(BREACHES[target], reckoning.due_at)

    def _reached_at(self, target: SlaTarget) -> datetime | None:
        """When the goal was reached, be it in time or late."""
        if self.ticket is None:
            return None
        if target is SlaTarget.FIRST_RESPONSE:
            return self.ticket.first_reply_at
        return self.ticket.resolved_at or self.ticket.closed_at

    def _deadline(self, reckoning: Reckoning | None) -> datetime | None:
        if reckoning is None or self.ticket is None:
            return None
        idle = reckoning.paused and reckoning.due_at is None and self.ticket.status in SOLVED
        return None if idle else reckoning.deadline

    @property
    def _waiting_since(self) -> datetime | None:
        """The start of the stretch in which the customer waits for an answer; None while nobody does."""
        ticket = self.ticket
        if ticket is None or ticket.status not in AWAITING_AN_ANSWER:
            return None
        if ticket.last_message_by is not AuthorType.CUSTOMER:
            return None
        return ticket.waiting_since or ticket.last_message_at

    @property
    def _left_since(self) -> datetime | None:
        """The start of the stretch in which the customer is awaited; None while that is not known, or not so."""
        last = self.course.last
        if last is None or self.ticket is None or self.ticket.status is not last.status:
            return None
        return last.start if last.status in AWAITING_THE_CUSTOMER else None
