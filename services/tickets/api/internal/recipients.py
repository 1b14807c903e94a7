"""`/internal/recipients`: who is told of a ticket by e-mail, and of what."""

from typing import Any

from fastapi import APIRouter

from services.tickets.domain.directory import Agent
from services.tickets.usecases.concerned import concerned
from services.tickets.usecases.ports import Ports
from shared.http.door import path_id, sibling_caller
from shared.vocabulary import Scope


def recipients_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix="/internal/recipients", tags=["internal"])

    @router.get("/{ticket_id}")
    async def recipients(ticket_id: str) -> dict[str, Any]:
        """The assignee, else the members of the ticket's team, active ones only, each with their own switches."""
        caller = sibling_caller()
        caller.require(Scope.READ, agent_only=True)
        assignee_id, agents = await concerned(ports, tenant_id=caller.tenant, ticket_id=path_id(ticket_id))
        return {"assignee_id": assignee_id, "agents": [_shown(agent) for agent in agents]}

    return router


def _shown(agent: Agent) -> dict[str, Any]:
    return {
        "id": agent.id,
        "name": agent.name,
        "email": agent.email,
        "email_on_assigned": agent.email_on_assigned,
        "email_on_reply": agent.email_on_reply,
    }
