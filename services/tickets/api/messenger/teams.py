"""`/v1/helpdesk/teams`: admins write, agents read."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from services.tickets.api.asking import Configurer, Reader
from services.tickets.domain.directory import Assignment, Team
from services.tickets.usecases.add_team import add_team
from services.tickets.usecases.change_team import change_team
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.remove_team import remove_team
from shared.dialects.fields import Name
from shared.events.envelope import rfc3339
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.changes import Changes, kept
from shared.http.documented import Row, page_of, refuses
from shared.http.door import path_id
from shared.http.paging import Limit, cursor_of, read_cursor

PATH = "/v1/helpdesk/teams"
Members = Annotated[list[UUID], Field(max_length=500)]


class TeamBody(BaseModel):
    name: Name
    members: Members = []
    assignment: Assignment = Assignment.MANUAL


class TeamChanges(Changes):
    """Only what is given changes."""

    name: Name = kept()
    members: Members = kept()
    assignment: Assignment = kept()


class TeamShown(Row):
    """Agents who share tickets; `members` are their ids."""

    name: str
    members: list[UUID]
    assignment: Assignment


TeamPage = page_of("teams", TeamShown)


def teams_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    @router.get("", response_model=TeamPage)
    async def list_teams(caller: Reader, limit: Limit = 25, cursor: str | None = None) -> Response:
        teams, more = await ports.teams.page(caller.tenant, after=read_cursor(cursor), limit=limit)
        return json_answer(
            {
                "teams": [team_out(team) for team in teams],
                "next_cursor": cursor_of(teams[-1].id) if more else None,
            }
        )

    @router.post("", status_code=201, response_model=TeamShown)
    async def create_team(caller: Configurer, body: TeamBody) -> Response:
        tenant_id = caller.tenant
        return json_answer(
            team_out(
                await add_team(
                    ports, tenant_id=tenant_id, name=body.name, members=body.members, assignment=body.assignment
                )
            ),
            status_code=201,
        )

    @router.get("/{team_id}", response_model=TeamShown)
    async def get_team(caller: Reader, team_id: str) -> Response:
        return json_answer(team_out(await ports.teams.get(caller.tenant, path_id(team_id))))

    @router.put("/{team_id}", response_model=TeamShown)
    async def put_team(caller: Configurer, team_id: str, body: TeamChanges) -> Response:
        tenant_id = caller.tenant
        team = await change_team(ports, tenant_id=tenant_id, team_id=path_id(team_id), **body.given())
        return json_answer(team_out(team))

    @router.delete("/{team_id}", status_code=204, responses=refuses(409, "in_use", "This team has tickets."))
    async def delete_team(caller: Configurer, team_id: str) -> Response:
        await remove_team(ports, tenant_id=caller.tenant, team_id=path_id(team_id))
        return Response(status_code=204)

    return router


def team_out(team: Team) -> dict[str, Any]:
    return {
        "id": str(team.id),
        "name": team.name,
        "members": [str(member) for member in team.members],
        "assignment": team.assignment,
        "created_at": rfc3339(team.created_at),
        "updated_at": rfc3339(team.updated_at),
    }
