"""Revoke an API key."""

from dataclasses import replace
from uuid import UUID

from gateway.usecases.ports import Ports


async def revoke_key(ports: Ports, *, tenant_id: UUID, key_id: UUID) -> None:
    """The key is refused everywhere within 5 seconds; revoking again changes nothing. Raises NotFound."""
    key = await ports.keys.get(tenant_id, key_id)
    if key.revoked_at is None:
        now = ports.clock()
        await ports.keys.save(replace(key, revoked_at=now, updated_at=now))
