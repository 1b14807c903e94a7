"""Learn from tickets what routing has not been told: of teams and agents that were there before it kept a copy."""

from datetime import UTC, datetime
from uuid import UUID

from services.routing.domain.desk import Desk, Holding
from services.routing.domain.team import Assignment
from services.routing.usecases.ports import Ports

# Whatever is told of a thing is later than that it was not found.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


async def know_team(ports: Ports, desk: Desk, *, tenant_id: UUID, team_id: UUID) -> Assignment:
    """How the team assigns; one that does not exist assigns to nobody."""
    known = desk.teams.get(team_id)
    return known if known is not None else (await _learn_team(ports, tenant_id, team_id) or Assignment.MANUAL)


async def know_target(ports: Ports, desk: Desk, *, tenant_id: UUID, target_id: UUID) -> Assignment | None:
    """How a rule's target assigns where it is a team; None where it is an agent, or nothing any more."""
    if target_id in desk.teams:
        return desk.teams[target_id]
    if target_id in await ports.agents.known(tenant_id, [target_id]):
        return None
    if (assignment := await _learn_team(ports, tenant_id, target_id)) is None:
        await _learn_agent(ports, tenant_id, target_id)
    return assignment


async def know_members(ports: Ports, *, tenant_id: UUID, team_id: UUID) -> None:
    """Afterwards all members of the team are known, and where load counts, what they have to do."""
    team = await ports.teams.find(tenant_id, team_id)
    if team is None:
        return
    known = await ports.agents.known(tenant_id, team.members)
    for member in team.members:
        if member not in known:
            await _learn_agent(ports, tenant_id, member)
        if team.counts_load and not (member in known and known[member].filled):
            await _learn_load(ports, tenant_id, member)


async def _learn_team(ports: Ports, tenant_id: UUID, team_id: UUID) -> Assignment | None:
    found = await ports.tickets.team(tenant_id, team_id)
    if found is None:
        return None
    team, at = found
    await ports.teams.keep(team, at=at)
    return team.assignment


async def _learn_agent(ports: Ports, tenant_id: UUID, agent_id: UUID) -> None:
    active, at = await ports.tickets.agent(tenant_id, agent_id) or (False, LONG_AGO)
    await ports.agents.keep(tenant_id, agent_id, active=active, at=at)


async def _learn_load(ports: Ports, tenant_id: UUID, agent_id: UUID) -> None:
    """What they had before anybody counted. Whatever an event says of the same tickets is later, and holds."""
    open_ones = await ports.tickets.open_tickets_of(tenant_id, agent_id)
    await ports.holdings.keep(*(Holding(ticket_id, tenant_id, agent_id, sequence=0) for ticket_id in open_ones))
    await ports.agents.filled(tenant_id, agent_id)
