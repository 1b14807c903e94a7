"""When a tenant works, and how much working time lies between two moments.

A moment is open when the clock on the wall of the tenant's time zone stands within an interval of that weekday, and the
day is no holiday. So on the day on which clocks go back an interval over the repeated hour is an hour longer, and on
the day on which they go forward one over the missing hour is an hour shorter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from services.sla.domain.offsets import offsets_of

DAY = timedelta(days=1)
ALWAYS = timedelta()
# A calendar may have any number of holidays, but one that is closed for so long is a mistake.
LOOKED_AT = timedelta(days=3660)

Interval = tuple[timedelta, timedelta]
Span = tuple[datetime, datetime]


class NeverOpen(Exception):
    """Nobody will work for ten years."""


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """`week` has seven days, Monday first, each with its intervals in order, as times since midnight on the wall; none
    of them overlap, and 24 hours is the end of the day."""

    timezone: str
    week: tuple[tuple[Interval, ...], ...]
    holidays: frozenset[date] = frozenset()

    def after(self, start: datetime, working: timedelta) -> datetime:
        """The moment at which `working` of open time has passed since `start`. Raises NeverOpen."""
        left = working
        for opens, closes in self._spans(start):
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        raise NeverOpen

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much of the time from `start` to `end` is open; nothing where `end` comes first."""
        total = ALWAYS
        if start < end:
            for opens, closes in self._spans(start):
                if opens >= end:
                    break
                total += min(closes, end) - opens
        return total

    def _spans(self, start: datetime) -> Iterator[Span]:
        """The open spans from `start` on, in order."""
        first = start.astimezone(ZoneInfo(self.timezone)).date() - DAY
        for number in range(LOOKED_AT // DAY):
            for opens, closes in _open_on(self, first + number * DAY):
                if closes > start:
                    yield max(opens, start), closes


@lru_cache(maxsize=4096)
def _open_on(hours: BusinessHours, day: date) -> tuple[Span, ...]:
    """The open spans of a day on the wall, in order."""
    if day in hours.holidays:
        return ()
    midnight = datetime.combine(day, time(), UTC)
    spans = [
        (max(midnight + opens - offset, since), min(midnight + closes - offset, until))
        for since, until, offset in offsets_of(hours.timezone, day)
        for opens, closes in hours.week[day.weekday()]
    ]
    return tuple(sorted((opens, closes) for opens, closes in spans if opens < closes))
