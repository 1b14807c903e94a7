"""The envelope surface: `/helpdesk/api/v1`, camelCase, everything in an envelope, ids with a prefix."""

from typing import Any
from uuid import UUID

from shared.dialects.attachments import attachments_out
from shared.dialects.changes import Changes, WordsOut, camel_changes_out
from shared.dialects.errors import MethodNotAllowed, details_of, status_of
from shared.dialects.words import Words
from shared.errors import (
    Conflict,
    Forbidden,
    HelpdeskError,
    Invalid,
    Malformed,
    NotFound,
    PreconditionFailed,
    RateLimited,
    TooLarge,
    TooSlow,
    Unauthorized,
    Unavailable,
)
from shared.events.envelope import rfc3339
from shared.events.ticket import MessageSnapshot, TicketSnapshot
from shared.vocabulary import Kind, Priority, Status

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
KIND = Words({kind: kind.value for kind in Kind})

TICKET, AGENT, CUSTOM_FIELD = "tkt", "usr", "cf"

CODES: dict[type[HelpdeskError], str] = {
    Malformed: "BAD_REQUEST",
    Unauthorized: "UNAUTHORIZED",
    Forbidden: "FORBIDDEN",
    NotFound: "NOT_FOUND",
    MethodNotAllowed: "METHOD_NOT_ALLOWED",
    TooSlow: "REQUEST_TIMEOUT",
    Conflict: "CONFLICT",
    PreconditionFailed: "PRECONDITION_FAILED",
    TooLarge: "PAYLOAD_TOO_LARGE",
    Invalid: "VALIDATION_ERROR",
    RateLimited: "RATE_LIMITED",
    Unavailable: "UNAVAILABLE",
}

# Events that this surface calls something else than the bus does.
EVENTS = {"ticket.assigned": "ticket.assignment.changed"}

# This surface's names for fields that use-cases name in canonical words.
FIELDS = {
    "assigned_to": "ticket.assigneeId",
    "requester_email": "ticket.requesterEmail",
    "custom_fields": "ticket.customFields",
    "tags": "ticket.tags",
}


def error_out(error: HelpdeskError, *, request_id: str | None) -> tuple[int, dict[str, Any]]:
    """`{"error": {"code", "message", "details"?}}` and its status number."""
    code = next((CODES[kind] for kind in type(error).__mro__ if kind in CODES), "INTERNAL_ERROR")
    said: dict[str, Any] = {"code": code, "message": error.message}
    if (details := details_of(error, names=FIELDS)) is not None:
        said["details"] = details
    return status_of(error), {"error": said}


def id_out(kind: str, value: UUID | None) -> str | None:
    """`tkt_` and 32 hex digits, or null."""
    return None if value is None else f"{kind}_{value.hex}"


def id_into(kind: str, text: str) -> UUID:
    """The id of a prefixed spelling or a plain UUID. Raises ValueError."""
    return UUID(text.removeprefix(f"{kind}_"))


def ticket_out(ticket: TicketSnapshot) -> dict[str, Any]:
    """A ticket as this surface shows it, without the envelope."""
    return {
        "id": id_out(TICKET, ticket.id),
        "subject": ticket.subject,
        "status": STATUS.out(ticket.status),
        "priority": PRIORITY.out(ticket.priority),
        "type": KIND.out(ticket.kind),
        "assigneeId": id_out(AGENT, ticket.assignee.id) if ticket.assignee else None,
        "requesterEmail": ticket.requester.email,
        "requesterName": ticket.requester.name,
        "tags": list(ticket.tags),
        "customFields": [{"id": id_out(CUSTOM_FIELD, one.id), "value": one.value} for one in ticket.custom_fields],
        "createdAt": rfc3339(ticket.created_at),
        "updatedAt": rfc3339(ticket.updated_at),
    }


def message_out(message: MessageSnapshot) -> dict[str, Any]:
    """A message as this surface's webhooks show it; the surface itself has no messages."""
    return {
        "id": str(message.id),
        "authorType": message.author_type.value,
        "authorName": message.author_name,
        "body": message.text,
        "internal": message.internal,
        "attachments": attachments_out(message.attachments, content_type="contentType"),
        "createdAt": rfc3339(message.created_at),
    }


def changes_out(changes: Changes) -> dict[str, list[Any]]:
    """What changed, field by field, old and new, as this surface's webhooks tell it."""
    return camel_changes_out(changes, names=CHANGED_NAMES, words=CHANGED_WORDS)


def _field_out(field: dict[str, Any]) -> dict[str, Any]:
    return {**field, "id": id_out(CUSTOM_FIELD, UUID(field["id"]))}


CHANGED_NAMES = {"assigned_to": "assigneeId", "kind": "type", "text": "description"}
CHANGED_WORDS: WordsOut = {
    "status": lambda word: STATUS.out(Status(word)),
    "priority": lambda word: PRIORITY.out(Priority(word)),
    "kind": lambda word: KIND.out(Kind(word)),
    "assigned_to": lambda agent_id: id_out(AGENT, agent_id and UUID(agent_id)),
    "merged_into": lambda ticket_id: id_out(TICKET, ticket_id and UUID(ticket_id)),
    "custom_fields": lambda fields: [_field_out(field) for field in fields],
}
