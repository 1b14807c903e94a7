"""Change a team."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from services.tickets.domain.directory import Assignment, Team
from services.tickets.usecases.check_members import check_members
from services.tickets.usecases.ports import Ports


async def change_team(
    ports: Ports,
    *,
    tenant_id: UUID,
    team_id: UUID,
    name: str | None = None,
    members: Sequence[UUID] | None = None,
    assignment: Assignment | None = None,
) -> Team:
    """The team with what was given changed."""
    before = await ports.teams.get(tenant_id, team_id)
    if members is not None:
        await check_members(ports, tenant_id=tenant_id, members=members, kept=before.members)
    team = replace(
        before,
        name=name if name is not None else before.name,
        members=tuple(dict.fromkeys(members)) if members is not None else before.members,
        assignment=assignment or before.assignment,
        updated_at=ports.clock(),
    )
    await ports.teams.save(team)
    return team
