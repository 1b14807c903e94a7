"""The ticket and its messages as events and surfaces see them."""

from dataclasses import asdict
from datetime import datetime

from services.tickets.domain import ticket as domain
from services.tickets.domain.message import Message
from services.tickets.domain.sla import met
from services.tickets.domain.ticket import Routed, Ticket
from shared.dialects.attachments import attachment_url
from shared.events.attachment import AttachmentSnapshot
from shared.events.ticket import (
    CustomValue,
    Delivery,
    MessageSnapshot,
    Ref,
    Requester,
    RoutingState,
    SlaState,
    TicketSnapshot,
)


def snapshot(ticket: Ticket, *, now: datetime) -> TicketSnapshot:
    """The canonical ticket; its standing against deadlines is exact at `now`."""
    return TicketSnapshot.trusted(
        id=ticket.id,
        tenant_id=ticket.tenant_id,
        number=ticket.number,
        external_id=ticket.external_id,
        subject=ticket.subject,
        text=ticket.opening.text if ticket.opening else None,
        status=ticket.status,
        priority=ticket.priority,
        kind=ticket.kind,
        channel=ticket.channel,
        channel_id=ticket.channel_id,
        chat_id=ticket.chat_id,
        requester=_requester(ticket.requester),
        ticket_type_id=ticket.ticket_type_id,
        assignee=_ref(ticket.assignee),
        team=_ref(ticket.team),
        tags=ticket.tags,
        custom_fields=tuple(CustomValue.trusted(id=field.id, value=field.value) for field in ticket.custom_fields),
        resolution=ticket.resolution,
        csat_rating=ticket.csat.rating if ticket.csat else None,
        csat_comment=ticket.csat.comment if ticket.csat else None,
        first_reply_at=ticket.first_reply_at,
        resolved_at=ticket.resolved_at,
        closed_at=ticket.closed_at,
        last_message_by=ticket.last_message_by,
        last_message_at=ticket.last_message_at,
        waiting_since=ticket.waiting_since,
        sla=sla_state(ticket, now=now),
        routed_by=_ref(ticket.routed_by),
        routing=routing_state(ticket.routed),
        created_by=ticket.created_by,
        merged_into=ticket.merged_into,
        created_at=ticket.created_at,
        updated_at=ticket.updated_at,
        version=ticket.version,
    )


def sla_state(ticket: Ticket, *, now: datetime) -> SlaState | None:
    """How the ticket stands against its deadlines at `now`, whether or not a timer has fired."""
    deadlines = ticket.deadlines
    if deadlines is None:
        return None
    clock = None if deadlines.paused else now
    first = met(deadlines.first_response, done_at=ticket.first_reply_at, now=clock)
    resolution = met(deadlines.resolution, done_at=ticket.resolved_at, now=clock)
    return SlaState(
        policy_id=deadlines.policy_id,
        policy_name=deadlines.policy_name,
        first_response_deadline=deadlines.first_response,
        first_response_met=first,
        resolution_deadline=deadlines.resolution,
        resolution_met=resolution,
        first_response_breached=deadlines.first_response_breached or first is False,
        resolution_breached=deadlines.resolution_breached or resolution is False,
        paused=deadlines.paused,
    )


def routing_state(routed: Routed | None) -> RoutingState | None:
    if routed is None:
        return None
    rule = routed.rule
    return RoutingState.trusted(
        rule_id=rule.id if rule else None, rule_name=rule.name if rule else None, reason=routed.reason
    )


def message_snapshot(message: Message) -> MessageSnapshot:
    delivery = message.delivery
    return MessageSnapshot.trusted(
        id=message.id,
        ticket_id=message.ticket_id,
        author_type=message.author_type,
        author_id=message.author_id,
        author_name=message.author_name,
        text=message.text,
        internal=message.internal,
        delivery=Delivery(**asdict(delivery)) if delivery else None,
        attachments=tuple(
            AttachmentSnapshot.trusted(**asdict(each), url=attachment_url(each.id)) for each in message.attachments
        ),
        created_at=message.created_at,
    )


def _requester(requester: domain.Requester) -> Requester:
    return Requester.trusted(
        contact_id=requester.contact_id,
        name=requester.name,
        email=requester.email,
        first_name=requester.first_name,
        username=requester.username,
    )


def _ref(ref: domain.Ref | None) -> Ref | None:
    return None if ref is None else Ref.trusted(id=ref.id, name=ref.name)
