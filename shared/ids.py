"""New identifiers: UUIDv7, so that the order of ids is the order of creation.

A request that may be run again (ADR 4) is run within `origin_of_ids`: what it makes has the same id in every run.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from uuid import UUID

from uuid_utils.compat import uuid7

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
TIME_BITS_BELOW = 80
BELOW_TIME = (1 << TIME_BITS_BELOW) - 1
VERSION_AND_VARIANT = 7 << 76 | 2 << 62
HASHED_BITS = ((1 << 12) - 1) << 64 | (1 << 62) - 1


@dataclass(frozen=True, slots=True)
class Origin:
    """A request that may be run again: `id` is a UUIDv7; `again` says that an earlier run may have done something."""

    id: UUID
    again: bool = False


_origin: ContextVar[Origin | None] = ContextVar("origin", default=None)


def new_id() -> UUID:
    """A fresh UUIDv7; within one process later ones sort after earlier ones."""
    return uuid7()


def later_than(at: datetime, *, fresh: UUID) -> UUID:
    """`fresh`, or where a clock that is behind made it too low, one like it that sorts after all made up to `at`."""
    floor = lowest_after(at).int
    return fresh if fresh.int >= floor else UUID(int=floor | fresh.int & BELOW_TIME)


def new_id_of(name: str) -> UUID:
    """The id of what the current request makes under this name; fresh where the request cannot be run again.

    Every run of a request gets the same id for the same name, with the time at which the request first came: whoever
    inserts a row of that id finds out that an earlier run has done so.
    """
    origin = _origin.get()
    if origin is None:
        return uuid7()
    hashed = int.from_bytes(blake2b(name.encode(), key=origin.id.bytes, digest_size=16).digest(), "big")
    time = origin.id.int >> TIME_BITS_BELOW << TIME_BITS_BELOW
    return UUID(int=time | VERSION_AND_VARIANT | hashed & HASHED_BITS)


def mark_of(name: str) -> UUID | None:
    """What a change leaves behind, for a later run of the request to find it done; None where there can be none."""
    return None if _origin.get() is None else new_id_of(f"mark {name}")


def run_again() -> bool:
    """Whether an earlier run of the current request may have done something."""
    origin = _origin.get()
    return origin is not None and origin.again


@contextmanager
def origin_of_ids(origin: Origin | None) -> Iterator[None]:
    """Within it the current request is a run of `origin`."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


def time_of(row_id: UUID) -> datetime:
    """When an id was made, to the millisecond."""
    return EPOCH + (row_id.int >> TIME_BITS_BELOW) * MILLISECOND


def lowest_at(at: datetime) -> UUID:
    """No id made at `at` or later sorts before this one, and none made in an earlier millisecond sorts after it."""
    return _first_of(-((EPOCH - at) // MILLISECOND))


def lowest_after(at: datetime) -> UUID:
    """Every id made at `at` or earlier sorts before this one, and none made in a later millisecond does."""
    return _first_of((at - EPOCH) // MILLISECOND + 1)


def _first_of(millisecond: int) -> UUID:
    return UUID(int=max(0, millisecond) << TIME_BITS_BELOW)
