"""Take in a file that a customer sent in a messenger, once for each key."""

from collections.abc import AsyncIterator

from services.tickets.domain.actor import Actor
from services.tickets.domain.attachment import StoredFile
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.upload import upload
from shared.errors import Conflict


async def bring_file(
    ports: Ports, *, actor: Actor, key: str, name: str, declared_type: str, pieces: AsyncIterator[bytes]
) -> StoredFile:
    """The stored file, an earlier run's where there is one. Raises as `upload`."""
    known = await ports.attachments.by_key(actor.tenant_id, key)
    if known is not None:
        return known
    try:
        return await upload(ports, actor=actor, name=name, declared_type=declared_type, pieces=pieces, key=key)
    except Conflict:
        known = await ports.attachments.by_key(actor.tenant_id, key)
        if known is None:
            raise
        return known
