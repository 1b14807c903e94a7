"""A ticket's course as the clock sees it: in which status and priority it was when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from shared.vocabulary import Priority, Status

SOLVED = frozenset({Status.RESOLVED, Status.CLOSED})


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """From `at` on, until the next one, the ticket has this status and priority; `sequence` is its event's."""

    sequence: int
    at: datetime
    status: Status
    priority: Priority


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time in which nothing of this changed; `end` is None for the one that still goes on."""

    start: datetime
    end: datetime | None
    status: Status


@dataclass(frozen=True, slots=True)
class Course:
    """Marks in the order of their sequence, whatever the order in which they were seen."""

    marks: tuple[Mark, ...] = ()

    def with_mark(self, mark: Mark) -> "Course":
        """With one more; one of a known sequence changes nothing."""
        if any(known.sequence == mark.sequence for known in self.marks):
            return self
        return Course(tuple(sorted((*self.marks, mark))))

    @property
    def last(self) -> Stretch | None:
        """The stretch that still goes on."""
        last = None
        for stretch in self.stretches():
            last = stretch
        return last

    def stretches(self) -> Iterator[Stretch]:
        """What a later mark says begins no earlier than what an earlier one says, whatever the clocks said."""
        start: datetime | None = None
        status: Status | None = None
        for at, new in _in_time(self.marks):
            if start is not None and status is not None:
                if new is status:
                    continue
                yield Stretch(start, at, status)
            start, status = at, new
        if start is not None and status is not None:
            yield Stretch(start, None, status)


BLANK = Course()


def _in_time(marks: Iterable[Mark]) -> Iterator[tuple[datetime, Status]]:
    latest: datetime | None = None
    for mark in marks:
        latest = mark.at if latest is None else max(latest, mark.at)
        yield latest, mark.status
