"""What is announced of a decision."""

from uuid import UUID

from services.routing.domain.rule import Rule
from services.routing.domain.team import Choice
from shared.events.decisions import RoutingActions, RoutingDecided, RoutingDecidedData
from shared.events.ticket import Ref, TicketEvent


def decision(
    event: TicketEvent,
    *,
    rule: Rule | None = None,
    why: str | None = None,
    team_id: UUID | None = None,
    choice: Choice | None = None,
) -> RoutingDecided:
    """The answer to an event of a ticket: what a rule wants, whom a team has chosen, or both, and `why` the rule."""
    reasons = [reason for reason in (why, choice.reason if choice else None) if reason]
    return RoutingDecided(
        subject=event.subject,
        tenantid=event.tenantid,
        requestid=event.requestid,
        data=RoutingDecidedData(
            ticket_id=event.data.ticket.id,
            rule=Ref(id=rule.id, name=rule.name) if rule else None,
            actions=_actions(rule) if rule else RoutingActions(),
            team=team_id if choice else None,
            assignee=choice.agent if choice else None,
            alternates=choice.alternates if choice else (),
            reason="; ".join(reasons),
            of_sequence=event.order,
        ),
    )


def _actions(rule: Rule) -> RoutingActions:
    action = rule.action
    return RoutingActions(assign_to=action.assign_to, set_priority=action.set_priority, add_tags=action.add_tags)
