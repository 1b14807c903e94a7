"""The entity surface: `/api/helpdesk` with an `ak_` key and an `entityId`, camelCase, bare arrays."""

from typing import Any

from shared.dialects.attachments import attachments_out
from shared.dialects.changes import Changes, WordsOut, camel_changes_out
from shared.dialects.errors import details_of, status_of
from shared.dialects.values import text_or_none, ticket_number, time_or_none
from shared.dialects.words import Words
from shared.errors import HelpdeskError
from shared.events.envelope import rfc3339
from shared.events.ticket import MessageSnapshot, TicketSnapshot
from shared.vocabulary import Channel, Priority, Status

STATUS = Words(
    {
        Status.NEW: "new",
        Status.IN_PROGRESS: "open",
        Status.PENDING: "pending",
        Status.RESOLVED: "resolved",
        Status.CLOSED: "closed",
    }
)
PRIORITY = Words({priority: priority.value for priority in Priority})
CHANNEL = Words(
    {
        Channel.TELEGRAM: "chat",
        Channel.MAX: "chat",
        Channel.VIRTUAL: "chat",
        Channel.API: "api",
        Channel.PORTAL: "chat",
        Channel.EMAIL: "email",
        Channel.WEB: "web",
        Channel.PHONE: "phone",
        Channel.CHAT: "chat",
    },
    inward={"chat": Channel.CHAT},
)

# This surface's names for fields that use-cases name in canonical words.
FIELDS = {
    "text": "description",
    "assigned_to": "assignedTo",
    "ticket_type_id": "categoryId",
    "requester_email": "contactEmail",
    "requester_name": "contactName",
}


def error_out(error: HelpdeskError, *, request_id: str | None) -> tuple[int, dict[str, Any]]:
    """`{"error": "string"}` and its status number; wrong fields are named in the text."""
    details = details_of(error, names=FIELDS)
    named = "; ".join(f"{problem['field']}: {problem['message']}" for problem in details or ())
    return status_of(error), {"error": named or error.message}


def ticket_out(ticket: TicketSnapshot) -> dict[str, Any]:
    """A ticket as this surface shows it, without its messages."""
    return {
        "id": str(ticket.id),
        "entityId": text_or_none(ticket.tenant_id),
        "ticketNumber": ticket_number(ticket.number, created_at=ticket.created_at),
        "subject": ticket.subject,
        "description": ticket.text,
        "status": STATUS.out(ticket.status),
        "priority": PRIORITY.out(ticket.priority),
        "channel": CHANNEL.out(ticket.channel),
        "contactEmail": ticket.requester.email,
        "contactName": ticket.requester.name,
        "categoryId": text_or_none(ticket.ticket_type_id),
        "createdBy": text_or_none(ticket.created_by),
        "assignedTo": text_or_none(ticket.assignee.id) if ticket.assignee else None,
        "createdAt": rfc3339(ticket.created_at),
        "updatedAt": rfc3339(ticket.updated_at),
        "firstResponseAt": time_or_none(ticket.first_reply_at),
        "resolvedAt": time_or_none(ticket.resolved_at),
        "closedAt": time_or_none(ticket.closed_at),
    }


def message_out(message: MessageSnapshot) -> dict[str, Any]:
    """A message as this surface shows it."""
    return {
        "id": str(message.id),
        "ticketId": text_or_none(message.ticket_id),
        "authorType": message.author_type.value,
        "authorId": text_or_none(message.author_id),
        "authorName": message.author_name,
        "body": message.text,
        "isInternal": message.internal,
        "attachments": attachments_out(message.attachments, content_type="contentType"),
        "createdAt": rfc3339(message.created_at),
    }


def changes_out(changes: Changes) -> dict[str, list[Any]]:
    """What changed, field by field, old and new, as this surface's webhooks tell it."""
    return camel_changes_out(changes, names=FIELDS, words=CHANGED_WORDS)


CHANGED_WORDS: WordsOut = {
    "status": lambda word: STATUS.out(Status(word)),
    "priority": lambda word: PRIORITY.out(Priority(word)),
    "channel": lambda word: CHANNEL.out(Channel(word)),
}
