"""Answer a customer who opens the bot."""

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Chat
from services.notifications.domain.inbound import Inbound
from services.notifications.domain.incoming import Incoming
from services.notifications.domain.request import code_of
from services.notifications.usecases.open_request import open_request
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.show_menu import show_menu
from services.notifications.usecases.talk import Talk


async def answer_start(ports: Ports, inbound: Inbound, *, bot: Bot, chat: Chat, incoming: Incoming) -> None:
    """What a support request's link asks for; without one, consent for a stranger and the menu for a subscriber."""
    talk = Talk(ports, inbound, bot=bot, chat=chat, incoming=incoming)
    code = code_of(inbound.payload)
    if code is not None:
        await open_request(talk, code=code)
    else:
        await show_menu(talk)
