"""Bring what a customer writes to their ticket."""

from uuid import UUID

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Chat
from services.notifications.domain.content import Content
from services.notifications.domain.helpdesk import Brought, CustomerMessage
from services.notifications.domain.inbound import Inbound
from services.notifications.domain.incoming import Incoming
from services.notifications.domain.language import language_of
from services.notifications.domain.notices import FILE_NOT_TAKEN, as_told
from services.notifications.domain.phrases import Phrase
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.say import say
from services.notifications.usecases.take_files import take_files
from shared.errors import Forbidden
from shared.log import get_logger

log = get_logger()

# Later than what the same deed makes others say.
NTH = 100
KINDLY = {"helpdesk_disabled": Phrase.HELPDESK_OFF, "create_disabled": Phrase.CREATE_OFF}


async def hear(
    ports: Ports,
    inbound: Inbound,
    *,
    bot: Bot,
    chat: Chat,
    incoming: Incoming,
    ticket_id: UUID | None = None,
    ticket_type_id: UUID | None = None,
    new: bool = False,
) -> Brought | None:
    """Bring it once, to the ticket that the customer chose, or to theirs or a new one; None where none takes it.

    What of it cannot be brought is named in the message, and the customer is told. Raises as `tickets.bring` does
    (but not for a helpdesk that is closed), and a PlatformError, to be tried again.
    """
    language = language_of(chat.language)
    taken = await take_files(ports, inbound, bot=bot, incoming=incoming)
    message = CustomerMessage(
        key=str(incoming.id),
        tenant_id=bot.tenant_id,
        kind=bot.kind,
        channel_id=bot.id,
        chat_id=chat.chat_id,
        platform_message_id=inbound.message_id,
        text=as_told(inbound, refused=taken.refused, language=language),
        written_at=inbound.at,
        first_name=inbound.sender.first_name or chat.first_name,
        username=inbound.sender.username or chat.username,
        attachments=taken.attachments,
        ticket_id=ticket_id,
        ticket_type_id=ticket_type_id,
        new=new,
    )
    try:
        brought = await ports.tickets.bring(message)
    except Forbidden as refusal:
        if refusal.code not in KINDLY:
            raise
        await _tell(ports, KINDLY[refusal.code].words(language), bot=bot, chat=chat, incoming=incoming)
        return None
    await ports.chats.subscribe(bot, chat_id=chat.chat_id, ticket_id=brought.ticket_id)
    log.info("message brought", ticket_id=str(brought.ticket_id), opened=brought.opened, reopened=brought.reopened)
    if taken.refused:
        refused = [FILE_NOT_TAKEN.words(language, name=name) for name in taken.refused]
        await _tell(ports, *refused, bot=bot, chat=chat, incoming=incoming)
    return brought


async def _tell(ports: Ports, *texts: str, bot: Bot, chat: Chat, incoming: Incoming) -> None:
    content = Content("\n".join(texts))
    await say(ports, content, bot=bot, chat=chat, origin=incoming.id, nth=NTH)
