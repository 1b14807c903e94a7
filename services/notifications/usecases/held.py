"""Keeping a chat claimed for as long as something takes there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.notifications.domain.chat import Turn
from services.notifications.usecases.ports import ChatTurns
from shared.clock import Clock
from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()

RENEWALS = 3


@asynccontextmanager
async def held(turns: ChatTurns, turn: Turn, *, clock: Clock) -> AsyncIterator[None]:
    """Renew the claim within. Where it is lost all the same, another process does the same things once more."""

    async def renew() -> None:
        kept = True
        while kept:
            await asyncio.sleep(turn.lease.total_seconds() / RENEWALS)
            try:
                kept = await turns.hold(turn, at=clock())
            except Unavailable as error:
                log.warning("claim not renewed", chat=str(turn.chat.id), error=error.message)
        log.warning("chat lost", chat=str(turn.chat.id))

    renewing = asyncio.create_task(renew())
    try:
        yield
    finally:
        renewing.cancel()
