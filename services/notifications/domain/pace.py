"""How fast a bot may write."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

# A call leaves a moment later than it was allowed to: this much less than the platform takes keeps such moments from
# ever adding up to more than that.
SPARE = timedelta(milliseconds=2)
MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """Whether a call may be made after `wait`; if not, when it is worth asking again."""

    granted: bool
    wait: timedelta


def spacing(per_second: int) -> timedelta:
    """The least time between two messages of a bot that may write `per_second`."""
    return timedelta(milliseconds=ceil(MILLISECONDS / per_second)) + SPARE


@dataclass(frozen=True, slots=True)
class Respite:
    """How long a chat then waits; `queued` says that it is for its place in its bot's queue."""

    pause: timedelta = timedelta()
    queued: bool = False


NO_RESPITE = Respite()
