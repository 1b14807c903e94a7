"""Claim the chat that is due longest."""

from services.notifications.domain.chat import Turn
from services.notifications.usecases.ports import Ports
from shared.errors import Unavailable
from shared.log import get_logger
from shared.telemetry import TIMER_LATENESS

log = get_logger()


async def next_turn(ports: Ports) -> Turn | None:
    """The chat to send to now; None where none is due, or where the database cannot say."""
    now = ports.clock()
    try:
        turn = await ports.chats.claim(at=now)
    except Unavailable as error:
        log.warning("sending waits", error=error.message)
        return None
    if turn is not None:
        TIMER_LATENESS.labels("send").observe((now - turn.due_at).total_seconds())
    return turn
