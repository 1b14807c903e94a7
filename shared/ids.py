"""New identifiers: UUIDv7, so that the order of ids is the order of creation."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh UUIDv7; within one process later ones sort after earlier ones."""
    return uuid7()
