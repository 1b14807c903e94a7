"""Add an agent."""

from uuid import UUID

from services.tickets.domain.directory import Agent
from services.tickets.usecases.ports import Ports
from shared.ids import new_id_of


async def add_agent(
    ports: Ports,
    *,
    tenant_id: UUID,
    name: str,
    email: str,
    active: bool,
    email_on_assigned: bool = True,
    email_on_reply: bool = True,
) -> Agent:
    """The new agent. Raises Conflict where another one has the address."""
    now = ports.clock()
    agent = Agent(
        id=new_id_of("agent"),
        tenant_id=tenant_id,
        name=name,
        email=email.lower(),
        active=active,
        created_at=now,
        updated_at=now,
        email_on_assigned=email_on_assigned,
        email_on_reply=email_on_reply,
    )
    return await ports.agents.add(agent)
