"""`/v1/helpdesk/agents`: admins write, agents read."""

from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, StrictBool

from services.tickets.api.asking import Configurer, Reader
from services.tickets.domain.directory import Agent
from services.tickets.usecases.add_agent import add_agent
from services.tickets.usecases.change_agent import change_agent
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.remove_agent import remove_agent
from shared.dialects.fields import Email, Name
from shared.events.envelope import rfc3339
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.changes import Changes, kept
from shared.http.documented import Row, page_of, refuses
from shared.http.door import path_id
from shared.http.paging import Limit, cursor_of, read_cursor

PATH = "/v1/helpdesk/agents"


class AgentBody(BaseModel):
    """`email_on_assigned` and `email_on_reply` say of what the agent gets an e-mail."""

    name: Name
    email: Email
    active: StrictBool = True
    email_on_assigned: StrictBool = True
    email_on_reply: StrictBool = True


class AgentChanges(Changes):
    """Only what is given changes."""

    name: Name = kept()
    email: Email = kept()
    active: StrictBool = kept()
    email_on_assigned: StrictBool = kept()
    email_on_reply: StrictBool = kept()


class AgentShown(Row):
    """Somebody who answers tickets."""

    name: str
    email: str
    active: bool
    email_on_assigned: bool
    email_on_reply: bool


AgentPage = page_of("agents", AgentShown)


def agents_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    @router.get("", response_model=AgentPage)
    async def list_agents(caller: Reader, limit: Limit = 25, cursor: str | None = None) -> Response:
        agents, more = await ports.agents.page(caller.tenant, after=read_cursor(cursor), limit=limit)
        return json_answer(
            {
                "agents": [agent_out(agent) for agent in agents],
                "next_cursor": cursor_of(agents[-1].id) if more else None,
            }
        )

    @router.post("", status_code=201, response_model=AgentShown)
    async def create_agent(caller: Configurer, body: AgentBody) -> Response:
        tenant_id = caller.tenant
        agent = await add_agent(ports, tenant_id=tenant_id, **body.model_dump())
        return json_answer(agent_out(agent), status_code=201)

    @router.get("/{agent_id}", response_model=AgentShown)
    async def get_agent(caller: Reader, agent_id: str) -> Response:
        return json_answer(agent_out(await ports.agents.get(caller.tenant, path_id(agent_id))))

    @router.put("/{agent_id}", response_model=AgentShown)
    async def put_agent(caller: Configurer, agent_id: str, body: AgentChanges) -> Response:
        tenant_id = caller.tenant
        agent = await change_agent(ports, tenant_id=tenant_id, agent_id=path_id(agent_id), **body.given())
        return json_answer(agent_out(agent))

    @router.delete(
        "/{agent_id}",
        status_code=204,
        responses=refuses(409, "in_use", "This agent has tickets; deactivate it instead."),
    )
    async def delete_agent(caller: Configurer, agent_id: str) -> Response:
        await remove_agent(ports, tenant_id=caller.tenant, agent_id=path_id(agent_id))
        return Response(status_code=204)

    return router


def agent_out(agent: Agent) -> dict[str, Any]:
    return {
        "id": str(agent.id),
        "name": agent.name,
        "email": agent.email,
        "active": agent.active,
        "email_on_assigned": agent.email_on_assigned,
        "email_on_reply": agent.email_on_reply,
        "created_at": rfc3339(agent.created_at),
        "updated_at": rfc3339(agent.updated_at),
    }
