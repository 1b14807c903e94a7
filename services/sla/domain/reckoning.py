"""How a ticket stands against one goal, reckoned anew from its whole course: nothing is carried along that could drift.

The clock runs from the ticket's creation. It stands still while the ticket is solved, and, where the goal says so,
while it is pending; what is left goes on from where it stood. Reaching the goal, in time or late, ends it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.sla.domain.calendar import Calendar
from services.sla.domain.course import SOLVED, Course
from shared.vocabulary import Status

WARNED_AT = 0.8
NOTHING = timedelta()


class Step(StrEnum):
    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    MET = "met"
    BREACHED = "breached"
    REACHED_LATE = "reached_late"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: what happened when, how much of the promised time was used by then, and the deadline that
    follows from what is left (None while the clock stands still)."""

    step: Step
    at: datetime
    used: timedelta
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class Goal:
    """What was promised: a length of time, which calendar counts it, and whether waiting for the customer stops it."""

    length: timedelta
    calendar: Calendar
    pauses: bool


@dataclass(frozen=True, slots=True)
class Reckoning:
    """`due_at` is when the promised time is used up, and `warned_at` when four fifths of it are: a moment that is past,
    or that will come if nothing changes; None where the clock stood still before it came so far.

    `deadline` is `due_at`, or what that would be if a clock that stands still had gone on at once; or, of a goal that
    was reached while it stood still, from that moment on: so a goal is met exactly if it was reached by its deadline.
    `used` is of the runs that are over; the one that goes on, if any does, began at `running_since`.
    """

    goal: Goal
    entries: tuple[Entry, ...]
    deadline: datetime
    due_at: datetime | None
    warned_at: datetime | None
    reached_at: datetime | None
    used: timedelta
    running_since: datetime | None
    paused: bool

    @property
    def met(self) -> bool | None:
        """Whether the goal was reached in time; None while it has not been reached."""
        if self.reached_at is None:
            return None
        return self.due_at is None or self.reached_at <= self.due_at

    def used_by(self, now: datetime) -> timedelta:
        """How much of the promised time is used up by now."""
        if self.running_since is None:
            return self.used
        return self.used + self.goal.calendar.between(self.running_since, now)

    def breached(self, now: datetime) -> bool:
        """Whether the promised time was over before the goal was reached."""
        return self.due_at is not None and self.due_at < (self.reached_at or now)

    def ledger(self, now: datetime) -> list[Entry]:
        """What has happened up to now, in order."""
        lines = list(self.entries)
        if self.due_at is not None and self.breached(now):
            lines.append(Entry(Step.BREACHED, self.due_at, self.goal.length, self.due_at))
        if self.reached_at is not None:
            lines.append(Entry(Step.MET if self.met else Step.REACHED_LATE, self.reached_at, self.used, self.due_at))
        return sorted(lines, key=lambda entry: entry.at)


def reckon(goal: Goal, course: Course, *, reached_at: datetime | None) -> Reckoning | None:
    """None for a course of which nothing is known. `reached_at` is when the goal was, if it has been."""
    runs = list(_runs(goal, course, until=reached_at))
    if not runs:
        return None
    tally, entries = _Tally(goal), list[Entry]()
    for number, (start, end) in enumerate(runs):
        entries.append(Entry(Step.RESUMED if number else Step.STARTED, start, tally.used, tally.deadline_from(start)))
        tally = tally.after_run(start, end)
        if end is not None and end != reached_at:
            entries.append(Entry(Step.PAUSED, end, tally.used, None))
    last_start, last_end = runs[-1]
    return Reckoning(
        goal=goal,
        entries=tuple(entries),
        deadline=tally.deadline_from(reached_at or last_end or last_start),
        due_at=tally.due_at,
        warned_at=tally.warned_at,
        reached_at=reached_at,
        used=tally.used,
        running_since=last_start if last_end is None else None,
        paused=last_end is not None and reached_at is None,
    )


@dataclass(frozen=True, slots=True)
class _Tally:
    """What the runs so far have used up, and the moments at which that was enough."""

    goal: Goal
    used: timedelta = NOTHING
    due_at: datetime | None = None
    warned_at: datetime | None = None

    def after_run(self, start: datetime, end: datetime | None) -> "_Tally":
        return replace(
            self,
            due_at=self.due_at or self._within(start, end, self.goal.length),
            warned_at=self.warned_at or self._within(start, end, self.goal.length * WARNED_AT),
            used=self.used if end is None else self.used + self.goal.calendar.between(start, end),
        )

    def deadline_from(self, start: datetime) -> datetime:
        """When all is used up by a clock that runs from `start` on."""
        return self.due_at or self.goal.calendar.after(start, self.goal.length - self.used)

    def _within(self, start: datetime, end: datetime | None, length: timedelta) -> datetime | None:
        """The moment of the run at which this much is used up, if it holds that."""
        moment = self.goal.calendar.after(start, length - self.used)
        return moment if end is None or moment <= end else None


def _runs(goal: Goal, course: Course, *, until: datetime | None) -> Iterator[tuple[datetime, datetime | None]]:
    """The spans up to `until` in which the clock runs, joined where one follows upon another."""
    start: datetime | None = None
    for stretch in course.stretches():
        if until is not None and stretch.start >= until and start is None:
            return
        runs = stretch.status not in SOLVED and not (goal.pauses and stretch.status is Status.PENDING)
        if runs:
            start = start or stretch.start
        elif start is not None:
            yield start, stretch.start if until is None else min(stretch.start, until)
            start = None
    if start is not None:
        yield start, until
