"""One message of a ticket's conversation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.tickets.domain.attachment import Attachment
from shared.vocabulary import AuthorType, Channel, SendStatus


@dataclass(frozen=True, slots=True)
class Delivery:
    """How far a reply has come toward the customer's messenger or mailbox; a later `at` overrules an earlier one."""

    channel: Channel
    status: SendStatus
    at: datetime
    error: str | None = None


@dataclass(frozen=True, slots=True)
class PlatformMessage:
    """How a messenger names what a customer wrote: the bot, the chat, and its own id for the message."""

    channel_id: UUID
    chat_id: int
    message_id: str


@dataclass(frozen=True, slots=True)
class Message:
    """`internal` is a note: the customer never sees it. `origin` is where it was written, if a merge has moved it.

    `platform` is where the customer wrote it, if in a messenger.
    """

    id: UUID
    tenant_id: UUID
    ticket_id: UUID
    author_type: AuthorType
    author_id: UUID | None
    author_name: str | None
    text: str
    created_at: datetime
    internal: bool = False
    delivery: Delivery | None = None
    attachments: tuple[Attachment, ...] = ()
    origin: UUID | None = None
    platform: PlatformMessage | None = None
