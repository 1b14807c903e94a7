"""An update of a platform as it came in, kept until it has been seen to."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=1)
MOST_FAILURES = 5


@dataclass(frozen=True, slots=True)
class Incoming:
    """`update` is the platform's own bytes; `key` is the deed's (`Inbound.key`); `id` is a UUIDv7 of when it came.

    `attempts` are those that ended without an outcome; `failures` those among them that nobody's absence explains.
    """

    id: UUID
    tenant_id: UUID
    channel_id: UUID
    chat: UUID
    key: str
    update: bytes
    came_at: datetime
    attempts: int = 0
    failures: int = 0

    def put_off(self) -> "Incoming":
        """Something that it needs is away: to be tried again, however often."""
        return replace(self, attempts=self.attempts + 1)

    def failed(self) -> "Incoming":
        """It went wrong by itself, and may again."""
        return replace(self, attempts=self.attempts + 1, failures=self.failures + 1)

    @property
    def hopeless(self) -> bool:
        """Whether trying on would only keep the chat from going on."""
        return self.failures >= MOST_FAILURES

    def pause(self) -> timedelta:
        """How long its chat waits after the last attempt: 1 s, doubling to 1 min."""
        doubled: int = 2 ** max(0, min(self.attempts - 1, 10))
        return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many have not been seen to, and when the first of them came."""

    number: int
    since: datetime | None
