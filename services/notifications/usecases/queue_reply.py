"""Put an agent's reply into its chat's outbox."""

from uuid import UUID

from services.notifications.domain.chat import Chat
from services.notifications.domain.content import Content, OutgoingFile
from services.notifications.domain.outgoing import TICK, Outgoing, Progress, Purpose, Reason
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.report import report_on
from services.notifications.usecases.subscribe import follower
from shared.events.attachment import AttachmentSnapshot
from shared.events.ticket import TicketReplied
from shared.log import get_logger
from shared.vocabulary import CHAT_CHANNELS, AuthorType

log = get_logger()


async def queue_reply(event: TicketReplied, *, ports: Ports) -> None:
    """One outgoing message for each public reply of an agent on a messenger's ticket, with its files, however often the
    event comes.

    A note never leaves, whatever event it comes with.
    """
    ticket, message = event.data.ticket, event.data.message
    if message.internal or message.author_type is not AuthorType.AGENT or ticket.channel not in CHAT_CHANNELS:
        return
    if ticket.chat_id is None:
        await _store(ports, _refused(_outgoing(event, None, ports=ports), Reason.NO_CHAT, ports=ports))
        return
    async with ports.turns.of(event.tenantid, ticket.chat_id):
        chat = await follower(ports, tenant_id=event.tenantid, ticket=ticket, chat_id=ticket.chat_id)
        if chat is None:
            await _store(ports, _refused(_outgoing(event, None, ports=ports), Reason.NO_CHANNEL, ports=ports))
        else:
            await _queue(ports, _outgoing(event, chat.id, ports=ports), chat=chat)


async def _queue(ports: Ports, outgoing: Outgoing, *, chat: Chat) -> None:
    """A repeated event wakes the chat again: the first may have died before it came to that."""
    await _store(ports, outgoing)
    await ports.chats.wake(chat, at=ports.clock())
    ports.ring()


async def _store(ports: Ports, outgoing: Outgoing) -> None:
    if await ports.outgoing.add(outgoing, report=report_on(outgoing)):
        log.info("reply taken", ticket_id=str(outgoing.ticket_id), message_id=str(outgoing.id), error=outgoing.error)


def _outgoing(event: TicketReplied, chat: UUID | None, *, ports: Ports) -> Outgoing:
    """Its first report is later than the message itself, which tickets has already reported as pending."""
    ticket, message = event.data.ticket, event.data.message
    now = ports.clock()
    return Outgoing(
        id=message.id,
        tenant_id=event.tenantid,
        ticket_id=ticket.id,
        kind=ticket.channel,
        chat=chat,
        purpose=Purpose.REPLY,
        content=Content(message.text, files=tuple(_file(attachment) for attachment in message.attachments)),
        progress=Progress.PENDING,
        stored_at=now,
        reported_at=max(now, message.created_at + TICK),
    )


def _file(attachment: AttachmentSnapshot) -> OutgoingFile:
    return OutgoingFile(
        id=attachment.id, name=attachment.name, content_type=attachment.content_type, size=attachment.size
    )


def _refused(outgoing: Outgoing, reason: Reason, *, ports: Ports) -> Outgoing:
    return outgoing.failed(reason, at=ports.clock())
