"""Add, change and remove teams."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from services.tickets.domain.directory import Assignment, Team
from services.tickets.domain.filter import Filter
from services.tickets.usecases.ports import Ports
from shared.errors import Conflict, Invalid, Problem
from shared.ids import new_id


async def add_team(
    ports: Ports, *, tenant_id: UUID, name: str, members: Sequence[UUID], assignment: Assignment
) -> Team:
    """The new team. Raises Invalid for members that are no agents of the tenant."""
    await _check_members(ports, tenant_id=tenant_id, members=members)
    now = ports.clock()
    team = Team(new_id(), tenant_id, name, tuple(dict.fromkeys(members)), assignment, now, now)
    await ports.teams.add(team)
    return team


async def change_team(
    ports: Ports,
    *,
    tenant_id: UUID,
    team_id: UUID,
    name: str | None,
    members: Sequence[UUID] | None,
    assignment: Assignment | None,
) -> Team:
    """The team with what was given changed."""
    before = await ports.teams.get(tenant_id, team_id)
    if members is not None:
        await _check_members(ports, tenant_id=tenant_id, members=members)
    team = replace(
        before,
        name=name if name is not None else before.name,
        members=tuple(dict.fromkeys(members)) if members is not None else before.members,
        assignment=assignment or before.assignment,
        updated_at=ports.clock(),
    )
    await ports.teams.save(team)
    return team


async def remove_team(ports: Ports, *, tenant_id: UUID, team_id: UUID) -> None:
    """Raises Conflict while a ticket is the team's."""
    await ports.teams.get(tenant_id, team_id)
    if await ports.tickets.any_with(tenant_id, Filter(team_id=team_id)):
        raise Conflict("This team has tickets.", code="in_use")
    await ports.teams.remove(tenant_id, team_id)


async def _check_members(ports: Ports, *, tenant_id: UUID, members: Sequence[UUID]) -> None:
    unknown = set(await ports.teams.unknown_members(tenant_id, members))
    problems = [
        Problem(f"members.{place}", "There is no agent with this id.")
        for place, member in enumerate(members)
        if member in unknown
    ]
    if problems:
        raise Invalid(*problems)
