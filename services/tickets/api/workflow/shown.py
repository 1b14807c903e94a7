"""What `/api/helpdesk` answers on the workflow surface, as the API document shows it."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from services.tickets.api.workflow.bodies import PriorityWord, StatusWord
from shared.http.documented import CamelShown, Maybe
from shared.vocabulary import AuthorType


class ContactShown(CamelShown):
    """The customer."""

    id: UUID
    name: str | None
    email: str | None


class NamedShown(CamelShown):
    """An agent or a team."""

    id: UUID
    name: str


class FieldShown(CamelShown):
    """A custom field's value, of the type that the field has."""

    id: UUID
    value: Any


class SlaShown(CamelShown):
    """The ticket's standing against its deadlines; what has not been decided yet is null."""

    policy_name: str | None
    first_response_deadline: datetime | None
    first_response_met: bool | None
    resolution_deadline: datetime | None
    resolution_breached: bool


class ListedTicketShown(CamelShown):
    """A ticket as the list shows it."""

    id: UUID
    ticket_number: str
    subject: str
    status: StatusWord
    priority: PriorityWord
    contact: ContactShown | None
    assignee: NamedShown | None
    team: NamedShown | None
    sla: SlaShown | None
    created_at: datetime
    updated_at: datetime


class TicketShown(ListedTicketShown):
    """A ticket without its messages."""

    description: str | None
    tags: list[str]
    resolution: str | None
    custom_fields: list[FieldShown]


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
    author_type: AuthorType
    author_name: str | None
    body: str
    internal: bool
    attachments: list[FileShown]
    created_at: datetime


class ConversationShown(TicketShown):
    """A ticket with its newest 100 messages, in the order in which they were written."""

    messages: list[MessageShown]


class MetaShown(CamelShown):
    """Where the page is; a total that is a lower bound says so."""

    total: int
    page: int
    limit: int
    total_pages: int
    total_is_lower_bound: Maybe[Literal[True]] = None


class TicketPageShown(CamelShown):
    """A numbered page; one beyond the end has no data."""

    data: list[ListedTicketShown]
    meta: MetaShown
