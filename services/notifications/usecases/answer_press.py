"""Answer a customer who presses a button."""

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Chat
from services.notifications.domain.inbound import Inbound
from services.notifications.domain.incoming import Incoming
from services.notifications.usecases.ports import Ports


async def answer_press(ports: Ports, inbound: Inbound, *, bot: Bot, chat: Chat, incoming: Incoming) -> None:
    """TODO(flows)"""
