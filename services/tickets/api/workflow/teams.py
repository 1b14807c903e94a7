"""`/api/helpdesk/teams`: agents read."""

from typing import Any

from fastapi import APIRouter

from services.tickets.api.asking import Reader
from services.tickets.domain.directory import Team
from services.tickets.usecases.list_teams import list_teams
from services.tickets.usecases.ports import Ports

PATH = "/api/helpdesk/teams"


def teams_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["workflow"])

    @router.get("")
    async def get_teams(caller: Reader) -> list[dict[str, Any]]:
        return [team_out(team) for team in await list_teams(ports, tenant_id=caller.tenant)]

    return router


def team_out(team: Team) -> dict[str, Any]:
    return {"id": str(team.id), "name": team.name, "members": [str(member) for member in team.members]}
