"""The messenger surface: `/v1/helpdesk`, snake_case, the native one."""

from typing import Any

from pydantic_core import to_jsonable_python

from shared.dialects.attachments import attachments_out
from shared.dialects.changes import Changes, WordsOut, same
from shared.dialects.errors import details_of, status_of
from shared.dialects.values import seconds_between, text_or_none, time_or_none
from shared.dialects.words import Words
from shared.errors import HelpdeskError
from shared.events.envelope import rfc3339
from shared.events.ticket import Delivery, MessageSnapshot, RoutingState, SlaState, TicketSnapshot
from shared.vocabulary import Channel, Priority, Status

STATUS = Words(
    {
        Status.NEW: "new",
        Status.IN_PROGRESS: "in_progress",
        Status.PENDING: "waiting",
        Status.RESOLVED: "waiting",
        Status.CLOSED: "closed",
    },
    inward={"waiting": Status.PENDING},
)
PRIORITY = Words({priority: priority.value for priority in Priority})
CHANNEL = Words({channel: channel.value for channel in Channel})

# The older reference's word for "open again"; only a change of status may say it.
OPEN_AGAIN = "open"


def error_out(error: HelpdeskError, *, request_id: str | None) -> tuple[int, dict[str, Any]]:
    """`{"error": {"code", "message", "details"?}, "request_id"}` and its status number."""
    said: dict[str, Any] = {"code": error.code, "message": error.message}
    if (details := details_of(error)) is not None:
        said["details"] = details
    return status_of(error), {"error": said, "request_id": request_id}


def ticket_out(ticket: TicketSnapshot) -> dict[str, Any]:
    """A ticket as this surface shows it, without its messages."""
    return {
        "id": str(ticket.id),
        "number": ticket.number,
        "external_id": ticket.external_id,
        "subject": ticket.subject,
        "text": ticket.text,
        "status": STATUS.out(ticket.status),
        "priority": PRIORITY.out(ticket.priority),
        "kind": ticket.kind.value,
        "channel": CHANNEL.out(ticket.channel),
        "channel_id": text_or_none(ticket.channel_id),
        "chat_id": ticket.chat_id,
        "first_name": ticket.requester.first_name,
        "username": ticket.requester.username,
        "contact_id": text_or_none(ticket.requester.contact_id),
        "ticket_type_id": text_or_none(ticket.ticket_type_id),
        "assigned_to": text_or_none(ticket.assignee.id) if ticket.assignee else None,
        "team_id": text_or_none(ticket.team.id) if ticket.team else None,
        "tags": list(ticket.tags),
        "custom_fields": [{"id": str(field.id), "value": field.value} for field in ticket.custom_fields],
        "csat_rating": ticket.csat_rating,
        "csat_comment": ticket.csat_comment,
        "first_reply_at": time_or_none(ticket.first_reply_at),
        "resolved_at": time_or_none(ticket.resolved_at),
        "closed_at": time_or_none(ticket.closed_at),
        "time_to_first_response_seconds": seconds_between(ticket.created_at, ticket.first_reply_at),
        "time_to_resolve_seconds": seconds_between(ticket.created_at, ticket.resolved_at),
        "sla": sla_out(ticket.sla),
        "routing": routing_out(ticket.routing),
        "merged_into": text_or_none(ticket.merged_into),
        "created_at": rfc3339(ticket.created_at),
        "updated_at": rfc3339(ticket.updated_at),
        "version": ticket.version,
    }


def customer_ticket_out(ticket: TicketSnapshot) -> dict[str, Any]:
    """A ticket as its customer sees it: how it found its agent is nobody's business but the tenant's."""
    return ticket_out(ticket) | {"routing": None}


def routing_out(routing: RoutingState | None) -> dict[str, Any] | None:
    """What routing last decided, or null where it decided nothing."""
    return to_jsonable_python(routing) if routing else None


def sla_out(sla: SlaState | None) -> dict[str, Any] | None:
    """The ticket's standing against its deadlines, or null where it has none."""
    return to_jsonable_python(sla) if sla else None


def message_out(message: MessageSnapshot) -> dict[str, Any]:
    """A message as this surface shows it."""
    return {
        "id": str(message.id),
        "author_type": message.author_type.value,
        "author_id": text_or_none(message.author_id),
        "author_name": message.author_name,
        "text": message.text,
        "internal": message.internal,
        "attachments": attachments_out(message.attachments),
        "delivery": delivery_out(message.delivery),
        "created_at": rfc3339(message.created_at),
    }


def delivery_out(delivery: Delivery | None) -> dict[str, Any] | None:
    """How far the message has come toward the customer, or null where it goes to no messenger."""
    if delivery is None:
        return None
    said = {"channel": delivery.channel.value, "status": delivery.status.value, "at": rfc3339(delivery.at)}
    return said | ({"error": delivery.error} if delivery.error else {})


def changes_out(changes: Changes) -> dict[str, list[Any]]:
    """What changed, field by field, old and new, in this surface's words; each is what an event carries as JSON."""
    return {name: [CHANGED_WORDS.get(name, same)(value) for value in pair] for name, pair in changes.items()}


CHANGED_WORDS: WordsOut = {
    "status": lambda word: STATUS.out(Status(word)),
    "priority": lambda word: PRIORITY.out(Priority(word)),
}
