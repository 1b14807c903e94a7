"""Change a tenant's name or description, and say so."""

from uuid import UUID

from gateway.domain.tenant import Tenant
from gateway.usecases.announce_tenant import announcement
from gateway.usecases.ports import Ports


async def change_tenant(
    ports: Ports, *, tenant_id: UUID, name: str | None, description: str | None, keep_description: bool
) -> Tenant:
    """The changed tenant; a name of None stays as it is. Raises NotFound, and Conflict where it changed meanwhile."""
    before = await ports.tenants.get(tenant_id)
    tenant = before.changed(
        name=name or before.name,
        description=before.description if keep_description else description,
        at=ports.clock(),
    )
    await ports.tenants.save(tenant, before=before, events=[announcement(tenant)])
    return tenant
