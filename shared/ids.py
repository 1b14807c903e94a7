"""New identifiers: UUIDv7, so that the order of ids is the order of creation."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
TIME_BITS_BELOW = 80
BELOW_TIME = (1 << TIME_BITS_BELOW) - 1


def new_id() -> UUID:
    """A fresh UUIDv7; within one process later ones sort after earlier ones."""
    return uuid7()


def later_than(at: datetime, *, fresh: UUID) -> UUID:
    """`fresh`, or where a clock that is behind made it too low, one like it that sorts after all made up to `at`."""
    floor = lowest_after(at).int
    return fresh if fresh.int >= floor else UUID(int=floor | fresh.int & BELOW_TIME)


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
