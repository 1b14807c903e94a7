"""What tickets knows and the bot needs: settings, ticket types, tickets and messages of a chat."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifications.domain.language import Language
from shared.vocabulary import AuthorType, Channel, Status


@dataclass(frozen=True, slots=True)
class Words:
    """A tenant's text in the languages that customers read; one that is missing is None."""

    ru: str | None = None
    en: str | None = None

    def best(self, language: Language) -> str | None:
        """The text in this language, else in the other; None where it is in neither."""
        first, second = (self.ru, self.en) if language is Language.RU else (self.en, self.ru)
        return first or second


@dataclass(frozen=True, slots=True)
class TicketType:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Helpdesk:
    """`ticket_types` are the enabled ones in their order, and none where the tenant has switched them off."""

    enabled: bool
    allow_create: bool
    allow_view: bool
    ticket_types: tuple[TicketType, ...]
    welcome_message: Words
    close_message: Words
    csat_enabled: bool
    csat_message: str | None
    email_replies: bool


@dataclass(frozen=True, slots=True)
class CustomerMessage:
    """`key` makes it be stored once; `platform_message_id` is what a later edit names it by.

    `ticket_id` is the ticket that the customer chose; `new` asks for a new one.
    """

    key: str
    tenant_id: UUID
    kind: Channel
    channel_id: UUID
    chat_id: int
    platform_message_id: str | None
    text: str
    written_at: datetime
    first_name: str | None
    username: str | None
    attachments: tuple[UUID, ...] = ()
    ticket_id: UUID | None = None
    ticket_type_id: UUID | None = None
    new: bool = False


@dataclass(frozen=True, slots=True)
class Brought:
    """Where a message went."""

    ticket_id: UUID
    number: int
    opened: bool
    reopened: bool


@dataclass(frozen=True, slots=True)
class TicketLine:
    id: UUID
    number: int
    subject: str
    status: Status


@dataclass(frozen=True, slots=True)
class Said:
    author_type: AuthorType
    author_name: str | None
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """`said` is oldest first."""

    ticket: TicketLine
    said: tuple[Said, ...]
