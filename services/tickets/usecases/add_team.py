"""Add a team."""

from collections.abc import Sequence
from uuid import UUID

from services.tickets.domain.directory import Assignment, Team
from services.tickets.usecases.check_members import check_members
from services.tickets.usecases.ports import Ports
from shared.ids import new_id_of


async def add_team(
    ports: Ports, *, tenant_id: UUID, name: str, members: Sequence[UUID], assignment: Assignment
) -> Team:
    """The new team. Raises Invalid for members that are no active agents of the tenant."""
    await check_members(ports, tenant_id=tenant_id, members=members)
    now = ports.clock()
    team = Team(new_id_of("team"), tenant_id, name, tuple(dict.fromkeys(members)), assignment, now, now)
    return await ports.teams.add(team)
