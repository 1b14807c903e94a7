"""Claim the chat that is due longest."""

from datetime import timedelta

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


async def next_due(ports: Ports) -> timedelta | None:
    """How long until a chat is due; None where none is, or where the database cannot say."""
    try:
        due_at = await ports.chats.next_due()
    except Unavailable:
        return None
    return None if due_at is None else due_at - ports.clock()
