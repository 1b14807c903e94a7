"""Letting events be handled in small groups, so that what their handlers ask of the database shares round trips."""

import asyncio

GATHER_SECONDS = 0.03


class Turns:
    """A lone event is handled at once; those that follow within 30 ms wait for the end of that time together."""

    def __init__(self) -> None:
        self._last = 0.0
        self._next: asyncio.Future[None] | None = None

    async def mine(self) -> None:
        """Return when the caller's group may start."""
        if self._next is None:
            loop = asyncio.get_running_loop()
            now = loop.time()
            if now - self._last >= GATHER_SECONDS:
                self._last = now
                return
            self._next = loop.create_future()
            loop.call_at(self._last + GATHER_SECONDS, self._start)
        await asyncio.shield(self._next)

    def _start(self) -> None:
        waiting, self._next = self._next, None
        self._last = asyncio.get_running_loop().time()
        if waiting is not None:
            waiting.set_result(None)
