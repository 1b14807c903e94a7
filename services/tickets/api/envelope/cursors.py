"""What `after` says: a place in the order of one tenant's list, opaque and checked."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from uuid import UUID

from services.tickets.domain.order import RANKS, Order, Place, Rank, SortBy
from shared.errors import Invalid

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
VALUE_BYTES, CHECK_BYTES = 8, 6


def cursor_of(place: Place, *, tenant_id: UUID, order: Order) -> str:
    """The cursor that goes on after the place, in this order of this tenant's tickets and in no other."""
    said = _number(place, order=order).to_bytes(VALUE_BYTES, "big") + place.ticket_id.bytes
    return urlsafe_b64encode(said + _check(said, tenant_id=tenant_id, order=order)).decode()


def read_cursor(cursor: str | None, *, tenant_id: UUID, order: Order) -> Place | None:
    """The place that a cursor names. Raises Invalid where it is none of ours, another tenant's or another order's."""
    if cursor is None:
        return None
    try:
        said = urlsafe_b64decode(cursor)[:-CHECK_BYTES]
        place = Place(UUID(bytes=said[VALUE_BYTES:]), _value(int.from_bytes(said[:VALUE_BYTES], "big"), order=order))
        # The decoder skips what it does not know: only what we would have written ourselves is ours.
        ours = cursor_of(place, tenant_id=tenant_id, order=order) == cursor
    except (ValueError, BadBase64, IndexError, OverflowError):
        ours = False
    if not ours:
        raise Invalid.field("after", "This is not a cursor that this list has answered with in this order.")
    return place


def _number(place: Place, *, order: Order) -> int:
    """The value that the ticket is sorted by: milliseconds of a time, the rank of a word."""
    if isinstance(place.value, datetime):
        return (place.value - EPOCH) // timedelta(milliseconds=1)
    return 0 if place.value is None else RANKS[order.by].index(place.value)


def _value(number: int, *, order: Order) -> datetime | Rank | None:
    if order.by is SortBy.UPDATED_AT:
        return EPOCH + number * timedelta(milliseconds=1)
    return RANKS[order.by][number] if order.by in RANKS else None


def _check(said: bytes, *, tenant_id: UUID, order: Order) -> bytes:
    about = f"{tenant_id} {order.by} {order.descending} ".encode()
    return blake2b(about + said, digest_size=CHECK_BYTES).digest()
