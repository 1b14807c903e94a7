"""Change an agent."""

from dataclasses import replace
from uuid import UUID

from services.tickets.domain.directory import Agent
from services.tickets.usecases.ports import Ports


async def change_agent(
    ports: Ports,
    *,
    tenant_id: UUID,
    agent_id: UUID,
    email: str | None = None,
    **given: object,
) -> Agent:
    """The agent with what was given changed."""
    before = await ports.agents.get(tenant_id, agent_id)
    agent = replace(
        before,
        **given,  # type: ignore[arg-type]  # fields by name
        email=email.lower() if email is not None else before.email,
        updated_at=ports.clock(),
    )
    await ports.agents.save(agent)
    return agent
