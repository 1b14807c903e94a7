"""`/v1/helpdesk/agents`: admins write, agents read."""

from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, StrictBool

from services.tickets.api.callers import configurer, reader
from services.tickets.domain.directory import Agent
from services.tickets.usecases.add_agent import add_agent
from services.tickets.usecases.change_agent import change_agent
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.remove_agent import remove_agent
from shared.dialects.fields import Email, Name
from shared.events.envelope import rfc3339
from shared.http.door import path_id
from shared.http.paging import Limit, cursor_of, read_cursor

PATH = "/v1/helpdesk/agents"


class AgentBody(BaseModel):
    name: Name
    email: Email
    active: StrictBool = True


class AgentChanges(BaseModel):
    """Only what is given changes."""

    name: Name | None = None
    email: Email | None = None
    active: StrictBool | None = None


def agents_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"])

    @router.get("")
    async def list_agents(limit: Limit = 25, cursor: str | None = None) -> dict[str, Any]:
        agents, more = await ports.agents.page(reader().tenant, after=read_cursor(cursor), limit=limit)
        return {
            "agents": [agent_out(agent) for agent in agents],
            "next_cursor": cursor_of(agents[-1].id) if more else None,
        }

    @router.post("", status_code=201)
    async def create_agent(body: AgentBody) -> dict[str, Any]:
        tenant_id = configurer().tenant
        return agent_out(
            await add_agent(ports, tenant_id=tenant_id, name=body.name, email=body.email, active=body.active)
        )

    @router.get("/{agent_id}")
    async def get_agent(agent_id: str) -> dict[str, Any]:
        return agent_out(await ports.agents.get(reader().tenant, path_id(agent_id)))

    @router.put("/{agent_id}")
    async def put_agent(agent_id: str, body: AgentChanges) -> dict[str, Any]:
        tenant_id = configurer().tenant
        agent = await change_agent(
            ports,
            tenant_id=tenant_id,
            agent_id=path_id(agent_id),
            name=body.name,
            email=body.email,
            active=body.active,
        )
        return agent_out(agent)

    @router.delete("/{agent_id}", status_code=204)
    async def delete_agent(agent_id: str) -> Response:
        await remove_agent(ports, tenant_id=configurer().tenant, agent_id=path_id(agent_id))
        return Response(status_code=204)

    return router


def agent_out(agent: Agent) -> dict[str, Any]:
    return {
        "id": str(agent.id),
        "name": agent.name,
        "email": agent.email,
        "active": agent.active,
        "created_at": rfc3339(agent.created_at),
        "updated_at": rfc3339(agent.updated_at),
    }
