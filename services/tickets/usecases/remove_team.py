"""Remove a team."""

from uuid import UUID

from services.tickets.domain.filter import Filter
from services.tickets.usecases.ports import Ports
from shared.errors import Conflict


async def remove_team(ports: Ports, *, tenant_id: UUID, team_id: UUID) -> None:
    """Raises Conflict while a ticket is the team's."""
    await ports.teams.get(tenant_id, team_id)
    if await ports.tickets.any_with(tenant_id, Filter(team_id=team_id)):
        raise Conflict("This team has tickets.", code="in_use")
    await ports.teams.remove(tenant_id, team_id)
