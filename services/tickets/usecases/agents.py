"""Add, change and remove agents."""

from dataclasses import replace
from uuid import UUID

from services.tickets.domain.directory import Agent
from services.tickets.domain.filter import Filter
from services.tickets.usecases.ports import Ports
from shared.errors import Conflict
from shared.ids import new_id


async def add_agent(ports: Ports, *, tenant_id: UUID, name: str, email: str, active: bool) -> Agent:
    """The new agent. Raises Conflict where another one has the address."""
    now = ports.clock()
    agent = Agent(new_id(), tenant_id, name, email.lower(), active, now, now)
    await ports.agents.add(agent)
    return agent


async def change_agent(
    ports: Ports, *, tenant_id: UUID, agent_id: UUID, name: str | None, email: str | None, active: bool | None
) -> Agent:
    """The agent with what was given changed."""
    before = await ports.agents.get(tenant_id, agent_id)
    agent = replace(
        before,
        name=name if name is not None else before.name,
        email=email.lower() if email is not None else before.email,
        active=active if active is not None else before.active,
        updated_at=ports.clock(),
    )
    await ports.agents.save(agent)
    return agent


async def remove_agent(ports: Ports, *, tenant_id: UUID, agent_id: UUID) -> None:
    """Raises Conflict while a ticket or a team names the agent: deactivating is always possible."""
    await ports.agents.get(tenant_id, agent_id)
    if await ports.tickets.any_with(tenant_id, Filter(assignee_id=agent_id)):
        raise Conflict("This agent has tickets; deactivate it instead.", code="in_use")
    if await ports.teams.any_with_member(tenant_id, agent_id):
        raise Conflict("This agent is a member of a team; deactivate it instead.", code="in_use")
    await ports.agents.remove(tenant_id, agent_id)
