"""Purge what search holds of a tenant that is gone."""

from services.search.usecases.ports import Ports
from shared.events.tenant import TenantDeleted


async def forget_tenant(event: TenantDeleted, *, ports: Ports) -> None:
    """Delete the tenant's index."""
    await ports.index.forget_tenant(event.tenantid)
