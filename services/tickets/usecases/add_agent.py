"""Add an agent."""

from uuid import UUID

from services.tickets.domain.directory import Agent
from services.tickets.usecases.ports import Ports
from shared.ids import new_id_of


async def add_agent(ports: Ports, *, tenant_id: UUID, name: str, email: str, active: bool) -> Agent:
    """The new agent. Raises Conflict where another one has the address."""
    now = ports.clock()
    agent = Agent(new_id_of("agent"), tenant_id, name, email.lower(), active, now, now)
    return await ports.agents.add(agent)
