"""Answer a customer who opens the bot."""

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Chat
from services.notifications.domain.inbound import Inbound
from services.notifications.domain.incoming import Incoming
from services.notifications.usecases.ports import Ports


async def answer_start(ports: Ports, inbound: Inbound, *, bot: Bot, chat: Chat, incoming: Incoming) -> None:
    """TODO(flows): consent for a request (`hr_…` payload) or the menu."""
