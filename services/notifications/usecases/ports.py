"""What the use-cases of notifications need from the outside."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Chat, Turn
from services.notifications.domain.incoming import Incoming
from services.notifications.domain.outgoing import Outgoing
from services.notifications.usecases.email_ports import Emails, Postman
from services.notifications.usecases.platform_ports import Platform
from services.notifications.usecases.tickets_ports import Tickets
from services.notifications.usecases.turns import Turns
from shared.clock import Clock
from shared.events.decisions import MessageDelivery
from shared.vocabulary import Channel


class IncomingDeeds(Protocol):
    async def add(self, incoming: Incoming) -> bool:
        """Store with majority what came in, once for each of the bot's `key`s; False where it is there already."""

    async def next_in(self, chat: Chat) -> Incoming | None:
        """The chat's first deed, by the order in which they came, that has not been seen to."""

    async def done(self, incoming: Incoming, *, error: str | None = None) -> None:
        """Keep that it has been seen to (`error`: in vain, and why); it is forgotten two days later."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Bots(Protocol):
    async def find(self, tenant_id: UUID, row_id: UUID) -> Bot | None: ...

    async def get(self, tenant_id: UUID, row_id: UUID) -> Bot: ...

    async def page(self, tenant_id: UUID, *, after: UUID | None, limit: int) -> tuple[list[Bot], bool]: ...

    async def of_tenant(self, tenant_id: UUID) -> list[Bot]: ...

    async def first_active(self, tenant_id: UUID, kind: Channel) -> Bot | None: ...

    async def add(self, row: Bot) -> Bot:
        """Raises Conflict where the tenant has this bot already."""

    async def save(self, row: Bot) -> None: ...

    async def disable(self, bot: Bot, *, error: str, at: datetime) -> None:
        """Keep that the bot works no more, and why, unless somebody has changed it since it was read."""

    async def remove(self, tenant_id: UUID, row_id: UUID) -> None: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Chats(Protocol):
    async def of_ticket(self, tenant_id: UUID, ticket_id: UUID) -> Chat | None:
        """The chat that follows the ticket; the oldest, should there be several."""

    async def subscribe(self, bot: Bot, *, chat_id: int, ticket_id: UUID) -> Chat:
        """The bot's chat, made if it is new, which now follows the ticket."""

    async def unsubscribe(self, tenant_id: UUID, ticket_id: UUID) -> None: ...

    async def wake(self, chat: Chat, *, at: datetime) -> None:
        """The chat has something to send; where it is already waiting for its time, that time stands."""

    async def claim(self, *, at: datetime) -> Turn | None:
        """The chat that is due longest and that nobody else sends to, claimed for 60 seconds."""

    async def hold(self, turn: Turn, *, at: datetime) -> bool:
        """Claim it for 60 seconds more; False where another has taken it up."""

    async def release(self, turn: Turn, *, due_at: datetime) -> None: ...

    async def rest(self, turn: Turn, *, at: datetime) -> None:
        """Release a chat that has nothing to send, unless it was woken since it was claimed."""

    async def mark_blocked(self, chat: Chat, *, at: datetime | None) -> None: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class OutgoingMessages(Protocol):
    async def add(self, outgoing: Outgoing, *, report: MessageDelivery | None) -> bool:
        """Store the message and announce its state (a reply's); False where it is there already."""

    async def next_in(self, chat: Chat) -> Outgoing | None:
        """The chat's first message that is neither sent nor failed."""

    async def begin(self, outgoing: Outgoing) -> bool:
        """Keep that the message is being sent; False where it no longer is to be."""

    async def keep(self, outgoing: Outgoing) -> None:
        """Keep how far the sending has come, without telling anybody."""

    async def settle(self, outgoing: Outgoing, *, report: MessageDelivery | None) -> None:
        """Keep the outcome and announce it; what the sender saw overrules that nobody saw it."""

    async def forget_ticket(self, tenant_id: UUID, ticket_id: UUID) -> None: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


@dataclass(frozen=True, slots=True)
class Ports:
    """`platforms` are those that are available; `ring` wakes this process's sender, `ring_postman` its postman;
    `public_url` has no final slash.
    """

    bots: Bots
    chats: Chats
    outgoing: OutgoingMessages
    emails: Emails
    postman: Postman
    incoming: IncomingDeeds
    tickets: Tickets
    platforms: Mapping[Channel, Platform]
    public_url: str
    ring: Callable[[], None]
    ring_postman: Callable[[], None]
    turns: Turns
    clock: Clock
