"""Trying a handler on an event until it is done with it, or has shown that it never will be."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiormq.abc import AbstractChannel

from shared.errors import Unavailable
from shared.log import get_logger
from shared.retry import FIRST_PAUSE_SECONDS, patiently

log = get_logger()

ATTEMPTS = 5

Handler = Callable[[Any], Awaitable[None]]


async def persist(handler: Handler, *, event: Any, wire: AbstractChannel) -> str | None:
    """Try until the handler is done (None) or has failed for good (the reason).

    Raises ConnectionError where the channel is gone before a next try: the event comes again on another.
    """
    trial = _Trial(handler, event)
    try:
        return await trial.once()
    except Unavailable as error:
        log.warning("event waits", error=error.message)

    async def again() -> str | None:
        if wire.is_closed:
            raise ConnectionError("the channel is gone")
        return await trial.once()

    await asyncio.sleep(FIRST_PAUSE_SECONDS)
    reason: str | None = await patiently(Unavailable, tell=_tell)(again)
    return reason


def _tell(error: BaseException, pause: float) -> None:
    log.warning("event still waits", error=str(error), again_in_seconds=pause)


class _Trial:
    """What a handler does with one event, over several tries."""

    def __init__(self, handler: Handler, event: Any) -> None:
        self._handler = handler
        self._event = event
        self._failures = 0

    async def once(self) -> str | None:
        """None when done, or the reason after the last of five failures. Raises Unavailable to be tried again."""
        try:
            await self._handler(self._event)
        except Unavailable:
            raise
        except Exception as error:
            self._failures += 1
            log.exception("event failed", attempt=self._failures)
            if self._failures >= ATTEMPTS:
                return f"failed {self._failures} times: {error!r}"
            raise Unavailable(f"failed: {error!r}") from error
        return None
