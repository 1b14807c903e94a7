"""Keep a copy of the tenant's agents and teams."""

from services.routing.domain.team import Assignment, Team
from services.routing.usecases.ports import Ports
from shared.events.configuration import AgentState, DirectoryChanged, TeamState


async def keep_directory(event: DirectoryChanged, *, ports: Ports) -> None:
    """As it is after the change; a team that is gone chooses nobody, and an agent who is gets nothing."""
    told, row = event.data, event.data.row
    if told.what == "agent":
        active = isinstance(row, AgentState) and row.active
        await ports.agents.keep(event.tenantid, told.id, active=active, at=event.time)
    elif told.what == "team":
        state = row if isinstance(row, TeamState) else TeamState(name="", members=(), assignment=Assignment.MANUAL)
        team = Team(told.id, event.tenantid, state.name, state.members, Assignment(state.assignment))
        await ports.teams.keep(team, at=event.time)
