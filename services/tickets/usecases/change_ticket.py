"""Change what a ticket is, who has it, or how it stands."""

from dataclasses import dataclass
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.changes import KEEP, Changes, Keep, StatusWish
from services.tickets.domain.ticket import Ref
from services.tickets.usecases.amend import Amended, amend
from services.tickets.usecases.ports import Ports
from shared.errors import Invalid
from shared.vocabulary import Priority


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a surface asks for, with ids where the ticket will have names as well."""

    subject: str | Keep = KEEP
    status: StatusWish | Keep = KEEP
    open_again: bool = False
    priority: Priority | Keep = KEEP
    assignee_id: UUID | Keep | None = KEEP
    team_id: UUID | Keep | None = KEEP
    ticket_type_id: UUID | Keep | None = KEEP
    tags: tuple[str, ...] | Keep = KEEP
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()


async def change_ticket(ports: Ports, *, actor: Actor, ticket_id: UUID, wanted: Wanted) -> Amended:
    """The ticket after the change, if it took one. Raises NotFound, and Invalid naming the field of a dangling id."""
    changes = await _resolved(ports, tenant_id=actor.tenant_id, wanted=wanted)
    return await amend(
        ports,
        actor=actor,
        ticket_id=ticket_id,
        decide=lambda before: changes.applied_to(before, at=ports.clock()),
    )


async def _resolved(ports: Ports, *, tenant_id: UUID, wanted: Wanted) -> Changes:
    await _check_type(ports, tenant_id=tenant_id, ticket_type_id=wanted.ticket_type_id)
    return Changes(
        subject=wanted.subject,
        status=wanted.status,
        open_again=wanted.open_again,
        priority=wanted.priority,
        assignee=await _agent(ports, tenant_id=tenant_id, agent_id=wanted.assignee_id),
        team=await _team(ports, tenant_id=tenant_id, team_id=wanted.team_id),
        ticket_type_id=wanted.ticket_type_id,
        tags=wanted.tags,
        add_tags=wanted.add_tags,
        remove_tags=wanted.remove_tags,
    )


async def _agent(ports: Ports, *, tenant_id: UUID, agent_id: UUID | Keep | None) -> Ref | Keep | None:
    if agent_id is None or isinstance(agent_id, Keep):
        return agent_id
    agent = await ports.agents.find(tenant_id, agent_id)
    if agent is None or not agent.active:
        raise Invalid.field("assigned_to", "There is no active agent with this id.")
    return Ref(agent.id, agent.name)


async def _team(ports: Ports, *, tenant_id: UUID, team_id: UUID | Keep | None) -> Ref | Keep | None:
    if team_id is None or isinstance(team_id, Keep):
        return team_id
    team = await ports.teams.find(tenant_id, team_id)
    if team is None:
        raise Invalid.field("team_id", "There is no team with this id.")
    return Ref(team.id, team.name)


async def _check_type(ports: Ports, *, tenant_id: UUID, ticket_type_id: UUID | Keep | None) -> None:
    if ticket_type_id is None or isinstance(ticket_type_id, Keep):
        return
    if await ports.ticket_types.find(tenant_id, ticket_type_id) is None:
        raise Invalid.field("ticket_type_id", "There is no ticket type with this id.")
