"""`/api/helpdesk/teams`: agents read."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from services.tickets.api.asking import Reader
from services.tickets.domain.directory import Team
from services.tickets.usecases.list_teams import list_teams
from services.tickets.usecases.ports import Ports
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.documented import CamelShown

PATH = "/api/helpdesk/teams"


class TeamShown(CamelShown):
    """Agents who share tickets; `members` are their ids."""

    id: UUID
    name: str
    members: list[UUID]


def teams_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["workflow"], route_class=AskedRoute)

    @router.get("", response_model=list[TeamShown])
    async def get_teams(caller: Reader) -> Response:
        return json_answer([team_out(team) for team in await list_teams(ports, tenant_id=caller.tenant)])

    return router


def team_out(team: Team) -> dict[str, Any]:
    return {"id": str(team.id), "name": team.name, "members": [str(member) for member in team.members]}
