"""Purge what routing holds of a tenant that is gone."""

from services.routing.usecases.ports import Ports
from shared.events.tenant import TenantDeleted


async def forget_tenant(event: TenantDeleted, *, ports: Ports) -> None:
    """Delete the tenant's rules and decisions, the copy of its directory, and who has which ticket."""
    for held in (ports.rules, ports.decisions, ports.teams, ports.agents, ports.holdings, ports.choices):
        await held.forget_tenant(event.tenantid)
