"""Take what a customer writes to the bot rather than to the agents: a command, a request's code, an answer."""

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Chat
from services.notifications.domain.inbound import Inbound
from services.notifications.domain.incoming import Incoming
from services.notifications.usecases.ports import Ports


async def answer_words(ports: Ports, inbound: Inbound, *, bot: Bot, chat: Chat, incoming: Incoming) -> bool:
    """Whether the bot took it; what it leaves goes to the chat's ticket. TODO(flows)"""
    return False
