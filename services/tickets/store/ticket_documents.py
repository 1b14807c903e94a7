"""A ticket as a MongoDB document, and back."""

from dataclasses import asdict
from typing import Any

from services.tickets.domain.attachment import Attachment
from services.tickets.domain.csat import Csat
from services.tickets.domain.custom_field import CustomFieldValue
from services.tickets.domain.message import Delivery, Message, PlatformMessage
from services.tickets.domain.routing import said_of
from services.tickets.domain.sla import Deadlines
from services.tickets.domain.ticket import Mark, Ref, Requester, Routed, Ticket
from services.tickets.store.merge_documents import merge_fields, merge_of, promises_of
from services.tickets.store.overdue import OVERDUE_FROM
from shared.mongo import Document
from shared.vocabulary import AuthorType, Channel, Kind, Priority, SendStatus, Status

# Of a message that a merge has moved: the ticket in which it was written.
ORIGIN = "origin"

# Stored under their own names, as they are.
PLAIN = (
    "tenant_id",
    "number",
    "subject",
    "status",
    "priority",
    "channel",
    "created_at",
    "updated_at",
    "kind",
    "external_id",
    "created_by",
    "merged_into",
    "channel_id",
    "chat_id",
    "ticket_type_id",
    "resolution",
    "first_reply_at",
    "resolved_at",
    "closed_at",
    "last_message_by",
    "last_message_at",
    "waiting_since",
    "version",
    "sequence",
    "revision",
)
WORDS = {"status": Status, "priority": Priority, "channel": Channel, "kind": Kind, "last_message_by": AuthorType}


def to_document(ticket: Ticket) -> Document:
    """Everything but the outbox. What is absent is left out, so that partial indexes stay small."""
    document: Document = {name: value for name in PLAIN if (value := getattr(ticket, name)) is not None}
    document["_id"] = ticket.id
    document["requester"] = _present(asdict(ticket.requester))
    document["tags"] = list(ticket.tags)
    if ticket.custom_fields:
        document["custom_fields"] = [{"id": field.id, "value": field.value} for field in ticket.custom_fields]
    document["touched"] = sorted(ticket.touched)
    for name in ("assignee", "team", "routed_by"):
        if (ref := getattr(ticket, name)) is not None:
            document[name] = {"id": ref.id, "name": ref.name}
    if ticket.routed is not None:
        document["routed"] = _present(asdict(ticket.routed))
    if ticket.marks:
        document["marks"] = [asdict(mark) for mark in ticket.marks]
    if ticket.csat is not None:
        document["csat"] = asdict(ticket.csat)
    document |= merge_fields(ticket)
    if ticket.opening is not None:
        document["opening"] = message_to_document(ticket.opening)
    if ticket.deadlines is not None:
        document["deadlines"] = _present(asdict(ticket.deadlines))
        since = ticket.deadlines.overdue_from(first_reply_at=ticket.first_reply_at, resolved_at=ticket.resolved_at)
        document |= {} if since is None else {OVERDUE_FROM: since}
    return document


def from_document(document: Document) -> Ticket:
    plain = {name: document[name] for name in PLAIN if name in document}
    words = {name: kind(plain[name]) for name, kind in WORDS.items() if name in plain}
    return Ticket(
        id=document["_id"],
        **{**plain, **words},
        opening=message_from_document(document["opening"]) if "opening" in document else None,
        requester=Requester(**document["requester"]),
        assignee=_ref(document, "assignee"),
        team=_ref(document, "team"),
        routed_by=_ref(document, "routed_by"),
        routed=_routed(document),
        tags=tuple(document["tags"]),
        custom_fields=tuple(CustomFieldValue(**field) for field in document.get("custom_fields", ())),
        touched=frozenset(document["touched"]),
        marks=tuple(Mark(**mark) for mark in document.get("marks", ())),
        csat=Csat(**document["csat"]) if "csat" in document else None,
        deadlines=_deadlines(document.get("deadlines")),
        merge=merge_of(document),
        promises=promises_of(document),
    )


def message_to_document(message: Message) -> Document:
    attached = {"attachments": [asdict(each) for each in message.attachments]} if message.attachments else {}
    platform = {"platform": asdict(message.platform)} if message.platform else {}
    return (
        attached
        | platform
        | {
            "_id": message.id,
            "tenant_id": message.tenant_id,
            "ticket_id": message.ticket_id,
            "author_type": message.author_type,
            "author_id": message.author_id,
            "author_name": message.author_name,
            "text": message.text,
            "internal": message.internal,
            "delivery": asdict(message.delivery) if message.delivery else None,
            "created_at": message.created_at,
        }
    )


def message_from_document(document: Document) -> Message:
    delivery = document["delivery"]
    return Message(
        id=document["_id"],
        tenant_id=document["tenant_id"],
        ticket_id=document["ticket_id"],
        author_type=AuthorType(document["author_type"]),
        author_id=document["author_id"],
        author_name=document["author_name"],
        text=document["text"],
        created_at=document["created_at"],
        internal=document["internal"],
        delivery=delivery
        and Delivery(
            channel=Channel(delivery["channel"]),
            status=SendStatus(delivery["status"]),
            at=delivery["at"],
            error=delivery["error"],
        ),
        attachments=tuple(Attachment(**each) for each in document.get("attachments", ())),
        origin=document.get(ORIGIN),
        platform=PlatformMessage(**document["platform"]) if "platform" in document else None,
    )


def _deadlines(stored: Any) -> Deadlines | None:
    """A breach may be known before the deadlines are: then there is nothing to show yet."""
    if stored is None or "basis" not in stored:
        return None
    absent = {"policy_id": None, "policy_name": None, "first_response": None, "resolution": None}
    return Deadlines(**{**absent, **stored})


def _routed(document: Document) -> Routed | None:
    """A rule that was applied before reasons were kept is its own reason."""
    if (stored := document.get("routed")) is not None:
        return Routed(_ref(stored, "rule"), stored["reason"], stored["of_sequence"])
    rule = _ref(document, "routed_by")
    return Routed(rule, said_of(rule)) if rule else None


def _ref(document: Document, name: str) -> Ref | None:
    return Ref(document[name]["id"], document[name]["name"]) if name in document else None


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
