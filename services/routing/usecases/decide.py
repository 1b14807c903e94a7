"""Decide about a new ticket."""

from uuid import UUID

from services.routing.domain.desk import Desk
from services.routing.domain.rule import NewTicket, Rule, first_match
from services.routing.domain.team import Choice
from services.routing.usecases.decision import decision
from services.routing.usecases.follow import follow_in
from services.routing.usecases.know import know_members, know_target, know_team
from services.routing.usecases.ports import Ports
from shared.events.decisions import RoutingDecided
from shared.events.ticket import TicketCreated, TicketSnapshot
from shared.log import get_logger
from shared.vocabulary import Status

log = get_logger()


async def decide(event: TicketCreated, *, ports: Ports) -> None:
    """Record and announce what the first matching rule wants, and whom the team chooses that the ticket comes to.

    Where no rule matches and no team chooses there is nothing to do.
    """
    desk, seen = await ports.desks.of_tenant(event.tenantid), _seen(event.data.ticket)
    rule = first_match(desk.rules, seen)
    if event.data.ticket.assignee is not None:
        await follow_in(desk, event, ports=ports)
    why = rule.why(seen) if rule else None
    team_id = await _choosing_team(event, ports=ports, desk=desk, rule=rule)
    if team_id is not None:
        await _let_choose(event, ports=ports, team_id=team_id, rule=rule, why=why)
    elif rule is not None and await ports.decisions.record(decision(event, rule=rule, why=why), cause=event.id):
        log.info("ticket routed", ticket_id=event.subject, rule_id=str(rule.id))


async def _let_choose(event: TicketCreated, *, ports: Ports, team_id: UUID, rule: Rule | None, why: str | None) -> None:
    def tell(choice: Choice | None) -> RoutingDecided | None:
        if choice is None and rule is None:
            return None
        return decision(event, rule=rule, why=why, team_id=team_id, choice=choice)

    await know_members(ports, tenant_id=event.tenantid, team_id=team_id)
    if await ports.choices.choose(
        event.tenantid, team_id, cause=event.id, ticket_id=event.data.ticket.id, sequence=event.order, tell=tell
    ):
        log.info("ticket routed", ticket_id=event.subject, team_id=str(team_id), rule_id=str(rule.id) if rule else None)


async def _choosing_team(event: TicketCreated, *, ports: Ports, desk: Desk, rule: Rule | None) -> UUID | None:
    """The team that the ticket comes to, where that one chooses its agent.

    A team given at creation stays, whatever a rule wants; an agent that a rule names is nobody else's choice.
    """
    ticket, tenant_id = event.data.ticket, event.tenantid
    if ticket.assignee is not None or ticket.status is Status.CLOSED:
        return None
    target = rule.action.assign_to if rule else None
    if target is not None:
        assignment = await know_target(ports, desk, tenant_id=tenant_id, target_id=target)
        if assignment is None:
            return None
        if ticket.team is None:
            return target if assignment.chooses else None
    if ticket.team is None:
        return None
    given = await know_team(ports, desk, tenant_id=tenant_id, team_id=ticket.team.id)
    return ticket.team.id if given.chooses else None


def _seen(ticket: TicketSnapshot) -> NewTicket:
    return NewTicket(
        channel=ticket.channel,
        subject=ticket.subject,
        text=ticket.text or "",
        ticket_type_id=ticket.ticket_type_id,
    )
