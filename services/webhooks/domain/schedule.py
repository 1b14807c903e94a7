"""When to try again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

JITTER = 0.1
LONGEST_RETRY_AFTER_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """`pauses` are the seconds before each attempt: the first counts from the event, the others from a failure."""

    pauses: tuple[float, ...]

    def next_attempt(
        self, *, made: int, at: datetime, jitter: float, retry_after_seconds: float | None = None
    ) -> datetime | None:
        """When to try next after `made` attempts, or None where all have been made.

        `jitter`, from -1 to 1, moves the pause by up to a tenth. A receiver that says when to come back is never
        asked earlier, but is asked within a day.
        """
        if made >= len(self.pauses):
            return None
        pause = self.pauses[made] * (1 + JITTER * jitter)
        if retry_after_seconds is not None:
            pause = max(pause, min(retry_after_seconds, LONGEST_RETRY_AFTER_SECONDS))
        return at + timedelta(milliseconds=round(pause * 1000))
