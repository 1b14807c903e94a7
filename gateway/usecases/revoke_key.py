"""Revoke an API key."""

from uuid import UUID

from gateway.usecases.ports import Ports
from shared.errors import Conflict


async def revoke_key(ports: Ports, *, tenant_id: UUID, key_id: UUID, asker: UUID | None = None) -> None:
    """The key is refused everywhere within 5 seconds; revoking again changes nothing.

    `asker` is the key that asks for it, None the operator. Raises NotFound, and Conflict where a tenant's last key
    that can administer keys would revoke itself: then nobody but the operator could make another.
    """
    key = await ports.keys.get(tenant_id, key_id)
    if key.revoked_at is not None:
        return
    now = ports.clock()
    if key.id == asker and not await ports.keys.another_admin(tenant_id, than=key.id, at=now):
        raise Conflict("This is the tenant's last admin key: make another one first.", code="last_admin_key")
    await ports.keys.revoke(tenant_id, key.id, at=now)
