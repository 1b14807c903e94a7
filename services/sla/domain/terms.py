"""What a tenant promises its customers, and the deadlines that follow from it."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Deadlines:
    """By when a ticket must have its first reply and its solution; None where nothing was promised."""

    first_response: datetime | None = None
    resolution: datetime | None = None

    def __bool__(self) -> bool:
        return self.first_response is not None or self.resolution is not None


@dataclass(frozen=True, slots=True)
class Terms:
    """Thresholds in hours; one that is absent is not timed. `hour` is how long an hour of these lasts."""

    first_reply_hours: int | None = None
    resolve_hours: int | None = None
    unanswered_hours: int | None = None
    hour: timedelta = timedelta(hours=1)

    def deadlines(self, *, created_at: datetime) -> Deadlines:
        return Deadlines(
            first_response=self._after(created_at, hours=self.first_reply_hours),
            resolution=self._after(created_at, hours=self.resolve_hours),
        )

    def unanswered_at(self, *, last_message_at: datetime) -> datetime | None:
        """When a customer who wrote last will have waited too long."""
        return self._after(last_message_at, hours=self.unanswered_hours)

    def _after(self, start: datetime, *, hours: int | None) -> datetime | None:
        return None if hours is None else start + hours * self.hour
