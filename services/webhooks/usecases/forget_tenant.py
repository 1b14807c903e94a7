"""Purge what webhooks holds of a tenant that is gone."""

from services.webhooks.usecases.ports import Ports
from shared.events.tenant import TenantDeleted


async def forget_tenant(event: TenantDeleted, *, ports: Ports) -> None:
    """Delete the tenant's endpoints, their deliveries and its events."""
    await ports.endpoints.forget_tenant(event.tenantid)
    await ports.deliveries.forget_tenant(event.tenantid)
    await ports.events.forget_tenant(event.tenantid)
