"""See to what a customer did: each deed has one use-case."""

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Chat
from services.notifications.domain.inbound import Deed, Inbound
from services.notifications.domain.incoming import Incoming
from services.notifications.usecases.answer_press import answer_press
from services.notifications.usecases.answer_start import answer_start
from services.notifications.usecases.answer_words import answer_words
from services.notifications.usecases.hear import hear
from services.notifications.usecases.hear_edit import hear_edit
from services.notifications.usecases.lose_customer import lose_customer
from services.notifications.usecases.ports import Ports

NO_CHANNEL = "no_channel"


async def see_to(ports: Ports, incoming: Incoming, *, chat: Chat) -> str | None:
    """Do what the deed asks for, once, however often it is seen to; why that was in vain, or None.

    Raises Unavailable or a PlatformError where it has to be tried again, and what else goes wrong.
    """
    bot = await ports.bots.find(incoming.tenant_id, incoming.channel_id)
    if bot is None:
        return NO_CHANNEL
    inbound = ports.platforms[bot.kind].read(incoming.update)
    if inbound is None:
        raise ValueError("what was somebody's when it came in is nobody's now")
    if inbound.deed is Deed.BLOCKED:
        await lose_customer(ports, chat, at=inbound.at)
        return None
    if chat.blocked_at is not None:
        await ports.chats.mark_blocked(chat, at=None)
    await _answer(ports, inbound, bot=bot, chat=chat, incoming=incoming)
    return None


async def _answer(ports: Ports, inbound: Inbound, *, bot: Bot, chat: Chat, incoming: Incoming) -> None:
    match inbound.deed:
        case Deed.START:
            await answer_start(ports, inbound, bot=bot, chat=chat, incoming=incoming)
        case Deed.PRESS:
            await answer_press(ports, inbound, bot=bot, chat=chat, incoming=incoming)
        case Deed.MESSAGE:
            if not await answer_words(ports, inbound, bot=bot, chat=chat, incoming=incoming):
                await hear(ports, inbound, bot=bot, chat=chat, incoming=incoming)
        case Deed.EDIT:
            await hear_edit(ports, inbound, bot=bot, chat=chat)
