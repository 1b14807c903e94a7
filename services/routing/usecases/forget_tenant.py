"""Purge what routing holds of a tenant that is gone."""

from services.routing.usecases.ports import Ports
from shared.events.tenant import TenantDeleted


async def forget_tenant(event: TenantDeleted, *, ports: Ports) -> None:
    """Delete the tenant's rules and decisions."""
    await ports.rules.forget_tenant(event.tenantid)
    await ports.decisions.forget_tenant(event.tenantid)
