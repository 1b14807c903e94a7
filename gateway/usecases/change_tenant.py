"""Change a tenant's name or description, and say so."""

from uuid import UUID

from gateway.domain.tenant import Tenant
from gateway.usecases.ports import Ports
from shared.events.tenant import TenantChanged, TenantData


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
    event = TenantChanged(
        subject=str(tenant.id),
        tenantid=tenant.id,
        data=TenantData(id=tenant.id, name=tenant.name, description=tenant.description),
    )
    await ports.tenants.save(tenant, before=before, events=[event])
    return tenant
