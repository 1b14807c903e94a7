"""Claim the chat that is due longest."""

from datetime import timedelta

from services.notifications.domain.chat import Turn
from services.notifications.usecases.ports import ChatTurns
from shared.clock import Clock
from shared.errors import Unavailable
from shared.log import get_logger
from shared.telemetry import TIMER_LATENESS

log = get_logger()


async def next_turn(turns: ChatTurns, *, work: str, clock: Clock) -> Turn | None:
    """The chat whose turn it is now; None where none is due, or where the database cannot say."""
    now = clock()
    try:
        turn = await turns.claim(at=now)
    except Unavailable as error:
        log.warning("turns wait", work=work, error=error.message)
        return None
    if turn is not None:
        TIMER_LATENESS.labels(work).observe((now - turn.due_at).total_seconds())
    return turn


async def next_due(turns: ChatTurns, *, clock: Clock) -> timedelta | None:
    """How long until a chat is due; None where none is, or where the database cannot say."""
    try:
        due_at = await turns.next_due()
    except Unavailable:
        return None
    return None if due_at is None else due_at - clock()
