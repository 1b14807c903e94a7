"""How fast a bot may write."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

# Calls are not all equally long on their way: this much slower than the platform allows, those of a second that come
# late meet none of the next one's.
SLOWER = 1.35
MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """Whether a call may be made after `wait`; if not, when it is worth asking again."""

    granted: bool
    wait: timedelta


def spacing(per_second: int) -> timedelta:
    """The least time between two messages of a bot that may write `per_second`."""
    return timedelta(milliseconds=ceil(SLOWER * MILLISECONDS / per_second))


@dataclass(frozen=True, slots=True)
class Respite:
    """How long a chat then waits; `queued` says that it is for its place in its bot's queue."""

    pause: timedelta = timedelta()
    queued: bool = False


NO_RESPITE = Respite()
