"""Delete a tenant: its keys die at once, and every service is told to purge what it holds."""

from uuid import UUID

from gateway.usecases.ports import Ports
from shared.events.tenant import TenantData, TenantDeleted


async def delete_tenant(ports: Ports, *, tenant_id: UUID) -> None:
    """Raises NotFound."""
    tenant = await ports.tenants.get(tenant_id)
    event = TenantDeleted(
        subject=str(tenant.id),
        tenantid=tenant.id,
        data=TenantData(id=tenant.id, name=tenant.name, description=tenant.description),
    )
    await ports.answers.forget_tenant(tenant.id)
    await ports.tenants.delete(tenant.id, events=[event])
