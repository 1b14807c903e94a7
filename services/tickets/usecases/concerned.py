"""Say which agents a ticket concerns."""

import asyncio
from uuid import UUID

from services.tickets.domain.directory import Agent
from services.tickets.usecases.ports import Ports


async def concerned(ports: Ports, *, tenant_id: UUID, ticket_id: UUID) -> tuple[UUID | None, list[Agent]]:
    """The assignee's id, and the agents: the assignee, else the members of the ticket's team; active ones only.

    An assignee who is no longer active stands for nobody: it is the team's then. Raises NotFound.
    """
    ticket = await ports.tickets.get(tenant_id, ticket_id)
    if ticket.assignee is not None:
        assignee = await ports.agents.find(tenant_id, ticket.assignee.id)
        if assignee is not None and assignee.active:
            return assignee.id, [assignee]
    team = None if ticket.team is None else await ports.teams.find(tenant_id, ticket.team.id)
    members = team.members if team else ()
    found = await asyncio.gather(*(ports.agents.find(tenant_id, member) for member in members))
    return None, [agent for agent in found if agent is not None and agent.active]
