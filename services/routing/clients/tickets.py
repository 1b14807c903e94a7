"""What tickets has not told of its agents, teams and tickets, asked in routing's own name."""

from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID, uuid4

from pydantic import BaseModel

from services.routing.domain.team import Assignment, Team
from shared.errors import Unavailable
from shared.http.sibling import Sibling
from shared.identity import Caller
from shared.vocabulary import Role, Scope, Surface

# Whatever is not closed, in the messenger surface's words.
OPEN = ("new", "in_progress", "waiting")
AT_ONCE = 100


Found = TypeVar("Found", bound=BaseModel)


class TeamShown(BaseModel):
    id: UUID
    name: str
    members: tuple[UUID, ...]
    assignment: Assignment
    updated_at: datetime


class AgentShown(BaseModel):
    active: bool
    updated_at: datetime


class TicketShown(BaseModel):
    id: UUID


class Page(BaseModel):
    tickets: list[TicketShown]
    next_cursor: str | None


class TicketsService:
    def __init__(self, tickets: Sibling) -> None:
        self._tickets = tickets

    async def team(self, tenant_id: UUID, team_id: UUID) -> tuple[Team, datetime] | None:
        found = await self._find(TeamShown, f"teams/{team_id}", tenant_id=tenant_id)
        if found is None:
            return None
        return Team(found.id, tenant_id, found.name, found.members, found.assignment), found.updated_at

    async def agent(self, tenant_id: UUID, agent_id: UUID) -> tuple[bool, datetime] | None:
        found = await self._find(AgentShown, f"agents/{agent_id}", tenant_id=tenant_id)
        return None if found is None else (found.active, found.updated_at)

    async def open_tickets_of(self, tenant_id: UUID, agent_id: UUID) -> list[UUID]:
        return [each for status in OPEN for each in await self._having(tenant_id, agent_id, status=status)]

    async def _having(self, tenant_id: UUID, agent_id: UUID, *, status: str) -> list[UUID]:
        query: dict[str, Any] = {"assigned_to": agent_id, "status": status, "limit": AT_ONCE}
        held: list[UUID] = []
        while True:
            page = await self._find(Page, f"tickets?{urlencode(query)}", tenant_id=tenant_id)
            if page is None:
                return held
            held += [ticket.id for ticket in page.tickets]
            if page.next_cursor is None:
                return held
            query["cursor"] = page.next_cursor

    async def _find(self, model: type[Found], path: str, *, tenant_id: UUID) -> Found | None:
        answer = await self._tickets.ask("GET", f"/v1/helpdesk/{path}", caller=_myself(tenant_id))
        if answer.status_code == 404:
            return None
        if answer.status_code != 200:
            raise Unavailable(f"tickets answered {answer.status_code}")
        return model.model_validate_json(answer.content)


def _myself(tenant_id: UUID) -> Caller:
    return Caller(
        tenant_id=str(tenant_id),
        role=Role.AGENT,
        scopes=(Scope.READ,),
        name="routing",
        surface=Surface.MESSENGER,
        request_id=str(uuid4()),
    )
