"""A customer changed what they wrote."""

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Chat
from services.notifications.domain.inbound import Inbound
from services.notifications.domain.language import language_of
from services.notifications.domain.notices import as_told
from services.notifications.usecases.ports import Ports
from shared.log import get_logger

log = get_logger()


async def hear_edit(ports: Ports, inbound: Inbound, *, bot: Bot, chat: Chat) -> None:
    """Change the ticket's message; what the bot took for itself, or a ticket that is gone, leaves nothing to change."""
    assert inbound.message_id is not None
    changed = await ports.tickets.edit(
        bot.tenant_id,
        channel_id=bot.id,
        chat_id=chat.chat_id,
        message_id=inbound.message_id,
        text=as_told(inbound, language=language_of(chat.language)),
    )
    log.info("edit heard", channel_id=str(bot.id), changed=changed)
