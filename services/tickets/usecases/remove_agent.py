"""Remove an agent."""

from uuid import UUID

from services.tickets.domain.filter import Filter
from services.tickets.usecases.ports import Ports
from shared.errors import Conflict


async def remove_agent(ports: Ports, *, tenant_id: UUID, agent_id: UUID) -> None:
    """Raises Conflict while a ticket or a team names the agent: deactivating is always possible."""
    await ports.agents.get(tenant_id, agent_id)
    if await ports.tickets.any_with(tenant_id, Filter(assignee_id=agent_id)):
        raise Conflict("This agent has tickets; deactivate it instead.", code="in_use")
    if await ports.teams.any_with_member(tenant_id, agent_id):
        raise Conflict("This agent is a member of a team; deactivate it instead.", code="in_use")
    await ports.agents.remove(tenant_id, agent_id)
