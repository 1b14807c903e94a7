"""Where a ticket stands in its tenant's index: rows go by the time in the ticket's id, so that lists need no sorting.

A row's number is the millisecond of the ticket's creation, and a free place within it: tickets of one millisecond, and
the messages of a ticket, lie beside one another in the order in which they came.
"""

from collections.abc import Iterable
from uuid import UUID

PLACE_BITS = 21
TIME_BITS = 42
_BELOW_TIME = 80


def first_place(ticket_id: UUID) -> int:
    """The first row of the millisecond in which the ticket was made. An id that is no UUIDv7 has a place, too."""
    return min(ticket_id.int >> _BELOW_TIME, (1 << TIME_BITS) - 1) << PLACE_BITS


def last_place(ticket_id: UUID) -> int:
    """The last row of the millisecond in which the ticket was made."""
    return first_place(ticket_id) + (1 << PLACE_BITS) - 1


def newest(rows: Iterable[tuple[int, bytes]], *, after: UUID | None, limit: int) -> list[UUID]:
    """The first `limit` ids of what comes by descending row, newest first, each once and older than `after`."""
    found: set[bytes] = set()
    reached = -1
    for row, ticket_id in rows:
        if len(found) >= limit and row >> PLACE_BITS != reached:
            break
        if after is None or ticket_id < after.bytes:
            found.add(ticket_id)
            reached = row >> PLACE_BITS
    return [UUID(bytes=each) for each in sorted(found, reverse=True)[:limit]]
