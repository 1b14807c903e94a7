"""Time as a goal counts it: all of it, or only a tenant's business hours."""

from datetime import datetime, timedelta
from typing import Protocol


class Calendar(Protocol):
    def after(self, start: datetime, working: timedelta) -> datetime:
        """The moment at which so much counted time has passed since `start`."""

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much of the time from `start` to `end` counts; nothing where `end` comes first."""


class RoundTheClock:
    """Every moment counts."""

    def after(self, start: datetime, working: timedelta) -> datetime:
        return start + working

    def between(self, start: datetime, end: datetime) -> timedelta:
        return max(end - start, timedelta())


ROUND_THE_CLOCK = RoundTheClock()
