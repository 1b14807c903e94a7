"""Do to a ticket what a routing rule has decided, once."""

from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.changes import Routing
from services.tickets.domain.ticket import Ref
from services.tickets.usecases.amend import amend
from services.tickets.usecases.ports import Ports
from shared.errors import NotFound
from shared.events.decisions import RoutingDecided
from shared.log import get_logger
from shared.vocabulary import ActorType

log = get_logger()


async def apply_routing(event: RoutingDecided, *, ports: Ports) -> None:
    """A ticket that is gone is no error; one that was routed before stays as it is."""
    decided = event.data
    assignee, team = await _find(ports, tenant_id=event.tenantid, wanted=decided.actions.assign_to)
    routing = Routing(
        rule=Ref(decided.rule.id, decided.rule.name),
        assignee=assignee,
        team=team,
        priority=decided.actions.set_priority,
        tags=decided.actions.add_tags,
    )
    actor = Actor(event.tenantid, ActorType.RULE, decided.rule.id, decided.rule.name)
    try:
        await amend(ports, actor=actor, ticket_id=decided.ticket_id, decide=routing.applied_to)
    except NotFound:
        log.info("decision about a ticket that is gone", ticket_id=event.subject, rule_id=str(decided.rule.id))


async def _find(ports: Ports, *, tenant_id: UUID, wanted: UUID | None) -> tuple[Ref | None, Ref | None]:
    """The agent or the team with the id; a rule may outlive both."""
    if wanted is None:
        return None, None
    agent = await ports.agents.find(tenant_id, wanted)
    if agent is not None:
        return (Ref(agent.id, agent.name) if agent.active else None), None
    team = await ports.teams.find(tenant_id, wanted)
    if team is None:
        log.warning("rule assigns to nobody", assign_to=str(wanted))
        return None, None
    return None, Ref(team.id, team.name)
