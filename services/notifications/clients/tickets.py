"""Tickets, asked over HTTP as a sibling, at `/internal/…`."""

from uuid import UUID, uuid4

from pydantic import BaseModel

from services.notifications.domain.colleagues import Colleague, Concerned
from shared.errors import Unavailable
from shared.http.sibling import Sibling
from shared.identity import Caller
from shared.vocabulary import Role, Scope, Surface


class _Agent(BaseModel):
    id: UUID
    name: str
    email: str
    email_on_assigned: bool
    email_on_reply: bool


class _Recipients(BaseModel):
    assignee_id: UUID | None
    agents: list[_Agent]


class TicketsService:
    def __init__(self, tickets: Sibling) -> None:
        self._tickets = tickets

    async def concerned(self, tenant_id: UUID, *, ticket_id: UUID) -> Concerned:
        path = f"/internal/recipients?ticket_id={ticket_id}"
        answer = await self._tickets.ask("GET", path, caller=_myself(tenant_id))
        if answer.status_code == 404:
            return Concerned(None, ())
        if answer.status_code != 200:
            raise Unavailable(f"tickets answered {answer.status_code}")
        found = _Recipients.model_validate_json(answer.content)
        return Concerned(found.assignee_id, tuple(_colleague(agent) for agent in found.agents))


def _colleague(agent: _Agent) -> Colleague:
    return Colleague(
        agent.id, agent.name, agent.email, on_assigned=agent.email_on_assigned, on_reply=agent.email_on_reply
    )


def _myself(tenant_id: UUID) -> Caller:
    return Caller(
        tenant_id=str(tenant_id),
        role=Role.ADMIN,
        scopes=(Scope.READ,),
        name="notifications",
        surface=Surface.MESSENGER,
        request_id=uuid4().hex,
    )
