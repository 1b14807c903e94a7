"""A customer wants nothing more from the bot."""

from datetime import datetime

from services.notifications.domain.chat import Chat
from services.notifications.domain.outgoing import Reason
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.report import report_on
from shared.log import get_logger

log = get_logger()


async def lose_customer(ports: Ports, chat: Chat, *, at: datetime) -> None:
    """Mark the chat as blocked, and fail what waits to be sent there: the tickets show it."""
    await ports.chats.mark_blocked(chat, at=at)
    while waiting := await ports.outgoing.waiting_in(chat):
        for outgoing in waiting:
            failed = outgoing.failed(Reason.BLOCKED, at=ports.clock())
            await ports.outgoing.refuse(failed, report=report_on(failed))
    log.info("chat blocked", chat=str(chat.id))
