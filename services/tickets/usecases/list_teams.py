"""List all teams of a tenant at once."""

from uuid import UUID

from services.tickets.domain.directory import Team
from services.tickets.usecases.ports import Ports

AT_ONCE = 500


async def list_teams(ports: Ports, *, tenant_id: UUID) -> list[Team]:
    """Every team, in the order in which they were made."""
    teams, more = await ports.teams.page(tenant_id, after=None, limit=AT_ONCE)
    while more:
        further, more = await ports.teams.page(tenant_id, after=teams[-1].id, limit=AT_ONCE)
        teams += further
    return teams
