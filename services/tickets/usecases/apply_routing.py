"""Do to a ticket what routing has decided, once."""

from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.routing import Routing, TeamChoice, said_of
from services.tickets.domain.ticket import Ref
from services.tickets.usecases.amend import amend
from services.tickets.usecases.ports import Ports
from shared.errors import NotFound
from shared.events.decisions import RoutingDecided, RoutingDecidedData
from shared.log import get_logger
from shared.vocabulary import ActorType

log = get_logger()


async def apply_routing(event: RoutingDecided, *, ports: Ports) -> None:
    """A ticket that is gone is no error; one that was routed before stays as it is."""
    decided, tenant_id = event.data, event.tenantid
    if decided.rule is not None:
        rule = Ref(decided.rule.id, decided.rule.name)
        actor = Actor(tenant_id, ActorType.RULE, rule.id, rule.name)
        decision: Routing | TeamChoice | None = await _of_rule(ports, tenant_id=tenant_id, decided=decided, rule=rule)
    else:
        actor = Actor(tenant_id, ActorType.SYSTEM)
        decision = await _of_team(ports, tenant_id=tenant_id, decided=decided)
    if decision is None:
        return
    try:
        await amend(ports, actor=actor, ticket_id=decided.ticket_id, decide=decision.applied_to)
    except NotFound:
        log.info("decision about a ticket that is gone", ticket_id=event.subject)


async def _of_rule(ports: Ports, *, tenant_id: UUID, decided: RoutingDecidedData, rule: Ref) -> Routing:
    assignee, team, reason = await _target(ports, tenant_id, decided.actions.assign_to)
    said = [decided.reason or said_of(rule), reason]
    chosen_by = await _team(ports, tenant_id, decided.team)
    if chosen_by is not None:
        assignee, reason = await _chosen(ports, tenant_id, decided)
        said.append(reason)
    return Routing(
        rule=rule,
        assignee=assignee,
        team=team,
        priority=decided.actions.set_priority,
        tags=decided.actions.add_tags,
        chosen_by=chosen_by,
        reason="; ".join(filter(None, said)),
    )


async def _of_team(ports: Ports, *, tenant_id: UUID, decided: RoutingDecidedData) -> TeamChoice | None:
    team = await _team(ports, tenant_id, decided.team)
    if team is None:
        log.warning("the team that chose is gone", team_id=str(decided.team))
        return None
    assignee, reason = await _chosen(ports, tenant_id, decided)
    return TeamChoice(team, assignee, "; ".join(filter(None, (decided.reason, reason))), decided.of_sequence)


async def _chosen(ports: Ports, tenant_id: UUID, decided: RoutingDecidedData) -> tuple[Ref | None, str]:
    """The first of those whom the team would have who is active still, and what is said where that is not the first."""
    for wanted in filter(None, (decided.assignee, *decided.alternates)):
        agent = await ports.agents.find(tenant_id, wanted)
        if agent is not None and agent.active:
            said = "" if wanted == decided.assignee else "the one chosen is not active any more, so the next"
            return Ref(agent.id, agent.name), said
    return None, "" if decided.assignee is None else "nobody chosen is active any more"


async def _target(ports: Ports, tenant_id: UUID, wanted: UUID | None) -> tuple[Ref | None, Ref | None, str]:
    """The agent or the team that a rule names, and what is said where that is nobody: a rule may outlive both."""
    if wanted is None:
        return None, None, ""
    agent = await ports.agents.find(tenant_id, wanted)
    if agent is not None:
        return (Ref(agent.id, agent.name), None, "") if agent.active else (None, None, f"{agent.name} is not active")
    team = await _team(ports, tenant_id, wanted)
    if team is None:
        log.warning("rule assigns to nobody", assign_to=str(wanted))
        return None, None, "whom it assigns to is gone"
    return None, team, ""


async def _team(ports: Ports, tenant_id: UUID, wanted: UUID | None) -> Ref | None:
    team = None if wanted is None else await ports.teams.find(tenant_id, wanted)
    return None if team is None else Ref(team.id, team.name)
