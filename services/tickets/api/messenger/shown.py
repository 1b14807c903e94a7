"""What `/v1/helpdesk/tickets` answers, as the API document shows it."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from services.tickets.api.messenger.bodies import StatusWord
from shared.http.documented import Maybe, Row, Shown, page_of
from shared.vocabulary import AuthorType, Channel, Kind, Priority, SendStatus


class FieldShown(Shown):
    """A custom field's value, of the type that the field has."""

    id: UUID
    value: Any


class SlaShown(Shown):
    """The ticket's standing against its deadlines; what has not been decided yet is null."""

    policy_id: UUID | None
    policy_name: str | None
    first_response_deadline: datetime | None
    first_response_met: bool | None
    resolution_deadline: datetime | None
    resolution_met: bool | None
    first_response_breached: bool
    resolution_breached: bool
    paused: bool


class RoutingShown(Shown):
    """What routing last decided about the ticket, and why; no rule where its team decided by itself."""

    rule_id: UUID | None
    rule_name: str | None
    reason: str


class TicketShown(Row):
    """A ticket without its messages."""

    number: int
    external_id: str | None
    subject: str
    text: str | None
    status: StatusWord
    priority: Priority
    kind: Kind
    channel: Channel
    channel_id: UUID | None
    chat_id: int | None
    first_name: str | None
    username: str | None
    contact_id: UUID | None
    ticket_type_id: UUID | None
    assigned_to: UUID | None
    team_id: UUID | None
    tags: list[str]
    custom_fields: list[FieldShown]
    csat_rating: Literal[1, 2, 3, 4, 5] | None
    csat_comment: str | None
    first_reply_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    time_to_first_response_seconds: int | None
    time_to_resolve_seconds: int | None
    sla: SlaShown | None
    routing: RoutingShown | None
    merged_into: UUID | None
    version: int


class DeliveryShown(Shown):
    """How far a message has come toward the customer's messenger."""

    channel: Channel
    status: SendStatus
    at: datetime
    error: Maybe[str] = None


class FileShown(Shown):
    """A file of a message; `size` is in bytes, and `url` a path at the gateway that wants the reader's own key."""

    id: UUID
    name: str
    content_type: str
    size: int
    url: str


class MessageShown(Shown):
    """One message of the conversation; an internal one is a note that no customer sees."""

    id: UUID
    author_type: AuthorType
    author_id: UUID | None
    author_name: str | None
    text: str
    internal: bool
    attachments: list[FileShown]
    delivery: DeliveryShown | None
    created_at: datetime


class ConversationShown(TicketShown):
    """A ticket with its newest 100 messages, in the order in which they were written."""

    messages: list[MessageShown]


TicketPage = page_of("tickets", TicketShown)
MessagePage = page_of("messages", MessageShown)
