"""A customer's message on its way from a messenger into a ticket, and how far it has come."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from services.tickets.domain.chat import Chat
from services.tickets.domain.message import PlatformMessage

REOPENED_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """`key` tells it from all other messages of the tenant. `ticket_id` is the ticket that the customer chose; `new`
    says that they want another one."""

    key: str
    chat: Chat
    platform_message_id: str | None
    text: str
    first_name: str | None = None
    username: str | None = None
    attachments: tuple[UUID, ...] = ()
    ticket_id: UUID | None = None
    ticket_type_id: UUID | None = None
    new: bool = False

    @property
    def platform(self) -> PlatformMessage | None:
        if self.platform_message_id is None:
            return None
        return PlatformMessage(self.chat.channel_id, self.chat.chat_id, self.platform_message_id)


@dataclass(frozen=True, slots=True)
class Aim:
    """The ticket that was chosen for a message: one to be opened unless somebody is quicker, or one that is there."""

    ticket_id: UUID
    opens: bool = False
    reopens: bool = False


@dataclass(frozen=True, slots=True)
class Brought:
    """Where a message went; `reopened` from closed."""

    ticket_id: UUID
    number: int
    opened: bool = False
    reopened: bool = False


@dataclass(frozen=True, slots=True)
class Bringing:
    """All runs for one key have the same `origin`, a UUIDv7; `again` says that this is not the first."""

    tenant_id: UUID
    key: str
    origin: UUID
    again: bool
    aim: Aim | None = None
    brought: Brought | None = None
