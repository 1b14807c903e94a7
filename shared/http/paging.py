"""Paging by key: a cursor is the id of the last row that the caller has seen, opaque and checked."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from typing import Annotated
from uuid import UUID

from fastapi import Query

from shared.errors import Invalid

PAGE = 25
LARGEST_PAGE = 100

Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]


def cursor_of(last_id: UUID) -> str:
    """The cursor that goes on after `last_id`."""
    return urlsafe_b64encode(last_id.bytes).decode().rstrip("=")


def read_cursor(cursor: str | None) -> UUID | None:
    """The id in a cursor. Raises Invalid where it is none of ours."""
    if cursor is None:
        return None
    try:
        last_id = UUID(bytes=urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, BadBase64):
        last_id = None
    # The decoder skips what it does not know: only what we would have written ourselves is ours.
    if last_id is None or cursor_of(last_id) != cursor:
        raise Invalid.field("cursor", "This is not a cursor that a list has answered with.")
    return last_id
