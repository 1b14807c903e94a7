"""What `/api/helpdesk` answers on the entity surface, as the API document shows it."""

from datetime import datetime
from uuid import UUID

from services.tickets.api.entity.bodies import ChannelWord, StatusWord
from shared.http.documented import CamelShown
from shared.vocabulary import AuthorType, Priority


class TicketShown(CamelShown):
    """A ticket without its messages; `createdBy` and `assignedTo` are ids of agents or contacts."""

    id: UUID
    entity_id: UUID
    ticket_number: str
    subject: str
    description: str | None
    status: StatusWord
    priority: Priority
    channel: ChannelWord
    contact_email: str | None
    contact_name: str | None
    category_id: UUID | None
    created_by: UUID | None
    assigned_to: UUID | None
    created_at: datetime
    updated_at: datetime
    first_response_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None


class FileShown(CamelShown):
    """A file of a message; `size` is in bytes, and `url` a path at the gateway that wants the reader's own key."""

    id: UUID
    name: str
    content_type: str
    size: int
    url: str


class MessageShown(CamelShown):
    """One message of the conversation; an internal one is a note that no customer sees."""

    id: UUID
    ticket_id: UUID
    author_type: AuthorType
    author_id: UUID | None
    author_name: str | None
    body: str
    is_internal: bool
    attachments: list[FileShown]
    created_at: datetime


class ConversationShown(TicketShown):
    """A ticket with its newest 100 messages, in the order in which they were written."""

    messages: list[MessageShown]
