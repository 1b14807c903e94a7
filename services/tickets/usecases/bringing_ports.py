"""What bringing customers' messages needs from the outside."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from services.tickets.domain.bringing import Aim, Bringing, Brought
from services.tickets.domain.chat import Chat
from services.tickets.domain.message import Message, PlatformMessage
from services.tickets.domain.ticket import Ticket
from shared.vocabulary import Channel


class Bringings(Protocol):
    """How far each message has come, by its key; forgotten after 30 days."""

    async def begin(self, tenant_id: UUID, key: str) -> Bringing:
        """A new one, or as an earlier run of the same has left it."""

    async def aim(self, bringing: Bringing, aim: Aim) -> Bringing:
        """Aim it at a ticket, unless another run has done so since it was read; with the aim that stands."""

    async def done(self, bringing: Bringing, brought: Brought) -> None: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Channels(Protocol):
    """The tenant's bots, which another service keeps."""

    async def kind_of(self, channel_id: UUID) -> Channel | None:
        """Of which messenger the caller's tenant's bot is; None where it has no such one. Raises Unavailable."""


class Chats(Protocol):
    """What the tenant's chats have; a chat's tickets are those of `Chat.has`."""

    async def active(self, tenant_id: UUID, chat: Chat) -> Ticket | None:
        """Of the chat's tickets that are not closed, the one in which somebody wrote last."""

    async def last_closed(self, tenant_id: UUID, chat: Chat) -> Ticket | None:
        """Of its closed ones the one that was closed last; one that was merged counts as closed."""

    async def newest(self, tenant_id: UUID, chat: Chat, *, limit: int) -> Sequence[Ticket]:
        """Its tickets that go on by themselves, those first in which somebody wrote last."""

    async def message(self, tenant_id: UUID, platform: PlatformMessage) -> Message | None:
        """What the customer wrote there, an opening message too, in the ticket in which it is now."""

    async def next_ticket(self, tenant_id: UUID, chat: Chat) -> UUID | None:
        """The id under which the chat's next ticket is opened, or its last one was; None after that one's deletion."""

    async def propose(self, tenant_id: UUID, chat: Chat, *, ticket_id: UUID, instead_of: UUID | None) -> UUID | None:
        """Make this the id of the chat's next ticket, if the given one is so far; the id that stands now."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...
