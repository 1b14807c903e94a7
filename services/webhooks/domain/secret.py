"""The secrets that sign what an endpoint is sent: the newest for good, those before it for a day more."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from shared.errors import Conflict

OVERLAP = timedelta(hours=24)
# Each signs, in a header that receivers must be able to take.
MOST_LIVE = 10


@dataclass(frozen=True, slots=True)
class Secret:
    """`until` is when it ceases to sign, None for the one that stays; `text` is shown once and never logged."""

    id: UUID | None
    text: str = field(repr=False)
    until: datetime | None = None

    def live(self, at: datetime) -> bool:
        return self.until is None or at < self.until


def rotated(secrets: Sequence[Secret], new: Secret, *, at: datetime) -> tuple[Secret, ...]:
    """The new one first, then those that still sign: what was the newest does so for 24 hours.

    Raises Conflict where ten would be live.
    """
    kept = [replace(each, until=each.until or at + OVERLAP) for each in secrets if each.live(at)]
    if len(kept) >= MOST_LIVE:
        raise Conflict(f"{MOST_LIVE} secrets of this webhook are live already; rotate again later.", code="too_many")
    return new, *kept
