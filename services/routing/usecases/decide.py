"""Decide about a new ticket."""

from services.routing.domain.rule import NewTicket, Rule, first_match
from services.routing.usecases.ports import Ports
from shared.events.decisions import RoutingActions, RoutingDecided, RoutingDecidedData
from shared.events.ticket import Ref, TicketCreated
from shared.log import get_logger

log = get_logger()


async def decide(event: TicketCreated, *, ports: Ports) -> None:
    """Record and announce what the first matching rule wants; where none matches, there is nothing to do."""
    rule = first_match(await ports.rules.of_tenant(event.tenantid), _seen(event))
    if rule is None:
        return
    if await ports.decisions.record(_decision(event, rule), cause=event.id):
        log.info("ticket routed", ticket_id=event.subject, rule_id=str(rule.id))


def _seen(event: TicketCreated) -> NewTicket:
    ticket = event.data.ticket
    return NewTicket(
        channel=ticket.channel,
        subject=ticket.subject,
        text=ticket.text or "",
        ticket_type_id=ticket.ticket_type_id,
    )


def _decision(event: TicketCreated, rule: Rule) -> RoutingDecided:
    actions = RoutingActions(
        assign_to=rule.action.assign_to, set_priority=rule.action.set_priority, add_tags=rule.action.add_tags
    )
    return RoutingDecided(
        subject=event.subject,
        tenantid=event.tenantid,
        requestid=event.requestid,
        data=RoutingDecidedData(ticket_id=event.data.ticket.id, rule=Ref(id=rule.id, name=rule.name), actions=actions),
    )
