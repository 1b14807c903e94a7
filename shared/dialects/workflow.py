"""The workflow surface: `/api/helpdesk`, camelCase, pages with a total."""

from typing import Any

from shared.dialects.attachments import attachments_out
from shared.dialects.changes import Changes, WordsOut, camel_changes_out
from shared.dialects.errors import details_of, status_of
from shared.dialects.values import ticket_number, time_or_none
from shared.dialects.words import Words
from shared.errors import HelpdeskError
from shared.events.envelope import rfc3339
from shared.events.ticket import MessageSnapshot, Ref, Requester, SlaState, TicketSnapshot
from shared.vocabulary import Priority, Status

STATUS = Words(
    {
        Status.NEW: "new",
        Status.IN_PROGRESS: "in_progress",
        Status.PENDING: "pending_customer",
        Status.RESOLVED: "resolved",
        Status.CLOSED: "closed",
    }
)
PRIORITY = Words({Priority.LOW: "low", Priority.NORMAL: "medium", Priority.HIGH: "high", Priority.URGENT: "urgent"})

# States that other surfaces call a conflict: the reference answers 400.
WRONG_STATE = frozenset({"already_closed", "not_closed"})

# This surface's names for fields that use-cases name in canonical words.
FIELDS = {
    "text": "description",
    "assigned_to": "assigneeId",
    "team_id": "teamId",
    "contact_id": "contactId",
    "custom_fields": "customFields",
    "content_type": "contentType",
}


def error_out(error: HelpdeskError, *, request_id: str | None) -> tuple[int, dict[str, Any]]:
    """`{"error": {"code", "message", "details"?}}` and its status number."""
    said: dict[str, Any] = {"code": error.code, "message": error.message}
    if (details := details_of(error, names=FIELDS)) is not None:
        said["details"] = details
    return 400 if error.code in WRONG_STATE else status_of(error), {"error": said}


def ticket_out(ticket: TicketSnapshot) -> dict[str, Any]:
    """A ticket as lists show it."""
    return {
        "id": str(ticket.id),
        "ticketNumber": ticket_number(ticket.number, created_at=ticket.created_at),
        "subject": ticket.subject,
        "status": STATUS.out(ticket.status),
        "priority": PRIORITY.out(ticket.priority),
        "contact": contact_out(ticket.requester),
        "assignee": ref_out(ticket.assignee),
        "team": ref_out(ticket.team),
        "sla": sla_out(ticket.sla),
        "createdAt": rfc3339(ticket.created_at),
        "updatedAt": rfc3339(ticket.updated_at),
    }


def page_meta(page: int, limit: int, *, total: int, is_lower_bound: bool) -> dict[str, Any]:
    """What a numbered page says of its list; a total that is a lower bound says so."""
    meta: dict[str, Any] = {"total": total, "page": page, "limit": limit, "totalPages": -(-total // limit)}
    if is_lower_bound:
        meta["totalIsLowerBound"] = True
    return meta


def details_out(ticket: TicketSnapshot) -> dict[str, Any]:
    """A ticket as answers about it alone show it."""
    return {
        **ticket_out(ticket),
        "description": ticket.text,
        "tags": list(ticket.tags),
        "resolution": ticket.resolution,
        "customFields": [{"id": str(field.id), "value": field.value} for field in ticket.custom_fields],
    }


def contact_out(requester: Requester) -> dict[str, Any] | None:
    """The customer, or null where the ticket belongs to no contact."""
    if requester.contact_id is None:
        return None
    return {"id": str(requester.contact_id), "name": requester.name, "email": requester.email}


def ref_out(ref: Ref | None) -> dict[str, Any] | None:
    return None if ref is None else {"id": str(ref.id), "name": ref.name}


def sla_out(sla: SlaState | None) -> dict[str, Any] | None:
    """The ticket's standing against its deadlines, or null where it has none."""
    if sla is None:
        return None
    return {
        "policyName": sla.policy_name,
        "firstResponseDeadline": time_or_none(sla.first_response_deadline),
        "firstResponseMet": sla.first_response_met,
        "resolutionDeadline": time_or_none(sla.resolution_deadline),
        "resolutionBreached": sla.resolution_breached,
    }


def message_out(message: MessageSnapshot) -> dict[str, Any]:
    """A message as this surface shows it."""
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
    return camel_changes_out(changes, names=FIELDS, words=CHANGED_WORDS)


CHANGED_WORDS: WordsOut = {
    "status": lambda word: STATUS.out(Status(word)),
    "priority": lambda word: PRIORITY.out(Priority(word)),
}
