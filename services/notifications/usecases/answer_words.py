"""Take what a customer writes to the bot rather than to the agents: a command, a request's code, an answer."""

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Chat
from services.notifications.domain.inbound import Inbound
from services.notifications.domain.incoming import Incoming
from services.notifications.domain.phrases import Phrase
from services.notifications.domain.request import code_of
from services.notifications.usecases.bring_answer import bring_answer
from services.notifications.usecases.open_request import open_request
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.show_menu import show_menu
from services.notifications.usecases.take_in import take_in_by_writing
from services.notifications.usecases.talk import Talk


async def answer_words(ports: Ports, inbound: Inbound, *, bot: Bot, chat: Chat, incoming: Incoming) -> bool:
    """Whether the bot took it; what it leaves goes to the chat's ticket."""
    talk = Talk(ports, inbound, bot=bot, chat=chat, incoming=incoming)
    command, _, rest = inbound.text.strip().partition(" ")
    code = code_of(rest if command == "/start" else inbound.text)
    if code is not None:
        await open_request(talk, code=code)
    elif command in ("/start", "/menu"):
        await show_menu(talk)
    elif command == "/cancel":
        await talk.say(Phrase.CANCELLED)
        await show_menu(talk)
    else:
        # The deed that subscribed the customer may have been cut short before it welcomed them.
        if chat.subscribed_at is None or chat.subscribed_by == incoming.id:
            await take_in_by_writing(talk)
        if chat.asked is None:
            return False
        await bring_answer(talk, asked=chat.asked)
    return True
