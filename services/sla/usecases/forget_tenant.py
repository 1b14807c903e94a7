"""Purge what SLA holds of a tenant that is gone."""

from services.sla.usecases.ports import Ports
from shared.events.tenant import TenantDeleted


async def forget_tenant(event: TenantDeleted, *, ports: Ports) -> None:
    """Delete the tenant's watches, and all that it has laid down about time."""
    for store in (ports.watches, ports.terms, ports.policies, ports.timetables):
        await store.forget_tenant(event.tenantid)
