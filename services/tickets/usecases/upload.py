"""Take a file in, to be used in a message later."""

from collections.abc import AsyncIterator
from datetime import timedelta

from services.tickets.domain.actor import Actor
from services.tickets.domain.attachment import StoredFile
from services.tickets.domain.file_rules import content_type, file_name
from services.tickets.usecases.ports import Ports
from shared.errors import Invalid, TooLarge
from shared.ids import new_id, time_of

KEPT_UNUSED = timedelta(hours=24)
FILE = "file"


async def upload(
    ports: Ports,
    *,
    actor: Actor,
    name: str,
    declared_type: str,
    pieces: AsyncIterator[bytes],
    key: str | None = None,
) -> StoredFile:
    """The stored file; it goes after 24 hours if no message uses it.

    Raises Invalid for a name or type that is not taken and for an empty file, TooLarge, and Conflict where another file
    has the `key`; then nothing is kept.
    """
    file_id = new_id()
    now = time_of(file_id)
    file = StoredFile(
        id=file_id,
        tenant_id=actor.tenant_id,
        name=file_name(name, field=FILE),
        content_type=content_type(declared_type, field=FILE),
        uploader=actor.key_id,
        created_at=now,
        expires_at=now + KEPT_UNUSED,
        key=key,
    )
    return await ports.attachments.keep(file, _bounded(pieces, largest=ports.largest_attachment))


async def _bounded(pieces: AsyncIterator[bytes], *, largest: int) -> AsyncIterator[bytes]:
    size = 0
    async for piece in pieces:
        size += len(piece)
        if size > largest:
            raise TooLarge(f"The file is larger than {largest} bytes.")
        yield piece
    if not size:
        raise Invalid.field(FILE, "The file is empty.")
