"""Put the bot's own words into a chat's outbox."""

from uuid import UUID

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Chat
from services.notifications.domain.content import Content
from services.notifications.domain.outgoing import Outgoing, Progress, Purpose
from services.notifications.usecases.ports import Ports


async def say(
    ports: Ports,
    content: Content,
    *,
    bot: Bot,
    chat: Chat,
    origin: UUID,
    nth: int = 1,
    purpose: Purpose = Purpose.TALK,
    ticket_id: UUID | None = None,
    edits: str | None = None,
) -> None:
    """Say it once, however often what caused it is seen to.

    `origin` is the UUIDv7 of that (an incoming deed, an event); `nth` counts what it causes in this chat, in the
    order in which it is sent.
    """
    now = ports.clock()
    outgoing = Outgoing(
        id=UUID(int=origin.int + nth),
        tenant_id=chat.tenant_id,
        ticket_id=ticket_id,
        kind=bot.kind,
        chat=chat.id,
        purpose=purpose,
        content=content,
        edits=edits,
        progress=Progress.PENDING,
        stored_at=now,
        reported_at=now,
    )
    await ports.outgoing.add(outgoing, report=None)
    await ports.chats.wake(chat, at=now)
    ports.ring()
