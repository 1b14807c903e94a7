"""What the other services would publish about a ticket of a desk."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared.events.decisions import (
    CsatReceived,
    CsatReceivedData,
    MessageDelivery,
    MessageDeliveryData,
    RoutingActions,
    RoutingDecided,
    RoutingDecidedData,
    SlaApplied,
    SlaAppliedData,
)
from shared.events.ticket import Ref
from shared.ids import new_id
from shared.vocabulary import Channel, SendStatus
from tests.integration.tickets.desk import Desk, Json

RULE = Ref(id=new_id(), name="Orders")


def routing(desk: Desk, ticket: Json, **actions: Any) -> RoutingDecided:
    data = RoutingDecidedData(ticket_id=UUID(ticket["id"]), rule=RULE, actions=RoutingActions(**actions))
    return RoutingDecided(subject=ticket["id"], tenantid=desk.tenant_id, data=data)


def choice(desk: Desk, ticket: Json, team: Json, *agents: Json, of_sequence: int = 1) -> RoutingDecided:
    """What a team has chosen by itself: the first of the agents, or else the next."""
    first, *others = [UUID(agent["id"]) for agent in agents]
    data = RoutingDecidedData(
        ticket_id=UUID(ticket["id"]),
        team=UUID(team["id"]),
        assignee=first,
        alternates=tuple(others),
        reason="round robin",
        of_sequence=of_sequence,
    )
    return RoutingDecided(subject=ticket["id"], tenantid=desk.tenant_id, data=data)


def deadlines(desk: Desk, ticket: Json, *, of_sequence: int, revision: int = 0, **data: Any) -> SlaApplied:
    applied = SlaAppliedData(ticket_id=UUID(ticket["id"]), of_sequence=of_sequence, policy_revision=revision, **data)
    return SlaApplied(subject=ticket["id"], tenantid=desk.tenant_id, data=applied)


def rating(desk: Desk, ticket: Json, given: int, **data: Any) -> CsatReceived:
    """From the ticket's own chat, unless told otherwise."""
    own = {"channel_id": ticket["channel_id"], "chat_id": ticket["chat_id"]}
    received = CsatReceivedData(ticket_id=UUID(ticket["id"]), rating=given, **(own | data))
    return CsatReceived(subject=ticket["id"], tenantid=desk.tenant_id, data=received)


def report(desk: Desk, message: Json, status: SendStatus, *, at: datetime, error: str | None = None) -> MessageDelivery:
    data = MessageDeliveryData(
        ticket_id=new_id(), message_id=UUID(message["id"]), channel=Channel.TELEGRAM, status=status, error=error
    )
    return MessageDelivery(subject=message["id"], tenantid=desk.tenant_id, time=at, data=data)
