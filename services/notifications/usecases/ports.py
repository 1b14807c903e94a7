"""What the use-cases of notifications need from the outside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Chat, Turn
from services.notifications.domain.inbound import Sender
from services.notifications.domain.incoming import Incoming, Waiting
from services.notifications.domain.outgoing import Outgoing
from services.notifications.domain.pace import Place
from services.notifications.usecases.bot_ports import Bots, Care
from services.notifications.usecases.dialogue_ports import Dialogues, Projects, Ratings, Requests
from services.notifications.usecases.email_ports import Emails, Postman
from services.notifications.usecases.gaps import Gaps
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

    async def keep(self, incoming: Incoming) -> None:
        """Keep how often it has been tried."""

    async def done(self, incoming: Incoming, *, error: str | None = None) -> None:
        """Keep that it has been seen to (`error`: in vain, and why); it is forgotten two days later."""

    async def set_aside(self, incoming: Incoming, *, error: str) -> None:
        """Keep it with its error until somebody looks at it; its chat goes on without it."""

    async def waiting(self) -> Waiting:
        """What has not been seen to, of all tenants."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class ChatTurns(Protocol):
    """Whose turn it is in each chat, for one kind of work: one process at a time does it there."""

    async def wake(self, chat: Chat, *, at: datetime) -> None:
        """There is something to do in the chat; where it is already waiting for its time, that time stands."""

    async def claim(self, *, at: datetime) -> Turn | None:
        """The chat that is due longest and that nobody else has, claimed for 60 seconds."""

    async def next_due(self) -> datetime | None:
        """When the first of the chats is due, or a claim lapses; None where there is nothing to wait for."""

    async def hold(self, turn: Turn, *, at: datetime) -> bool:
        """Claim it for 60 seconds more; False where another has taken it up."""

    async def release(self, turn: Turn, *, due_at: datetime, queued: bool = False) -> None:
        """Leave the chat until then; `queued`: as its place in its bot's queue."""

    async def rest(self, turn: Turn, *, at: datetime) -> None:
        """Release a chat where nothing is to be done, unless it was woken since it was claimed."""


class Chats(ChatTurns, Protocol):
    """The chats; the turns are those of sending."""

    async def of_ticket(self, tenant_id: UUID, ticket_id: UUID) -> Chat | None:
        """The chat that follows the ticket; the oldest, should there be several."""

    async def subscribe(self, bot: Bot, *, chat_id: int, ticket_id: UUID) -> Chat:
        """The bot's chat, made if it is new, which now follows the ticket."""

    async def meet(self, bot: Bot, *, chat_id: int, sender: Sender) -> Chat:
        """The bot's chat, made if it is new, with what is known of the customer now: names and language."""

    async def unsubscribe(self, tenant_id: UUID, ticket_id: UUID) -> None: ...

    async def mark_blocked(self, chat: Chat, *, at: datetime | None) -> None: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class OutgoingMessages(Protocol):
    async def add(self, outgoing: Outgoing, *, report: MessageDelivery | None) -> bool:
        """Store the message and announce its state (a reply's); False where it is there already."""

    async def next_in(self, chat: Chat) -> Outgoing | None:
        """The chat's first message that is neither sent nor failed."""

    async def waiting_in(self, chat: Chat) -> Sequence[Outgoing]:
        """Some of the chat's messages that nobody has begun to send, the first ones first; none where there is none."""

    async def refuse(self, outgoing: Outgoing, *, report: MessageDelivery | None) -> None:
        """Keep that a message failed and announce it, unless somebody has begun to send it."""

    async def question(self, tenant_id: UUID, *, ticket_id: UUID, platform_id: str) -> UUID | None:
        """The ticket's rating question that the platform knows by this id; None where it is none, or none that is
        known."""

    async def begin(self, outgoing: Outgoing) -> bool:
        """Keep that the message is being sent; False where it no longer is to be."""

    async def keep(self, outgoing: Outgoing) -> None:
        """Keep how far the sending has come, without telling anybody."""

    async def settle(self, outgoing: Outgoing, *, report: MessageDelivery | None) -> None:
        """Keep the outcome and announce it; what the sender saw overrules that nobody saw it."""

    async def forget_ticket(self, tenant_id: UUID, ticket_id: UUID) -> None: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Paces(Protocol):
    """What each bot may still send, kept for all processes together."""

    async def ask(self, bot: Bot, *, every: timedelta, queued: bool) -> Place:
        """Take the bot's next place for one call, if it is near; else a place in the queue of its chats, to come back
        for and to ask then as one `queued`. Calls that were granted are `every` or more apart."""

    async def limited(self, bot: Bot, *, chat: Chat, pause: timedelta) -> None:
        """The platform refused a message to the chat as one too many. Where it has just refused one to another chat of
        the bot's too, it means the bot, which then pauses."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


@dataclass(frozen=True, slots=True)
class Ports:
    """`platforms` are those that are available; `ring` wakes this process's sender, `ring_for_incoming` its receiver,
    `ring_postman` its postman; `receiving` are the turns of seeing to what came in; `file_limit` is the largest
    attachment in bytes; `request_life` is for how long a support request can be accepted; `public_url` has no final
    slash."""

    bots: Bots
    chats: Chats
    receiving: ChatTurns
    care: Care
    outgoing: OutgoingMessages
    paces: Paces
    emails: Emails
    postman: Postman
    incoming: IncomingDeeds
    dialogues: Dialogues
    requests: Requests
    projects: Projects
    ratings: Ratings
    tickets: Tickets
    platforms: Mapping[Channel, Platform]
    public_url: str
    file_limit: int
    request_life: timedelta
    ring: Callable[[], None]
    ring_for_incoming: Callable[[], None]
    ring_postman: Callable[[], None]
    turns: Turns
    clock: Clock
    gaps: Gaps = field(default_factory=Gaps)
