"""A loop that takes up what is due, some at a time, at once when a bell rings and every second without."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress

from shared.log import get_logger

log = get_logger()

EVERY_SECONDS = 1.0
FINISH_SECONDS = 20.0

# What there is to do next, claimed; None where nothing is due.
Take = Callable[[], Awaitable[Coroutine[None, None, None] | None]]


class Taking:
    """Takes until cancelled or closed, `at_once` things side by side."""

    def __init__(self, take: Take, *, at_once: int, bell: asyncio.Event) -> None:
        self._take = take
        self._bell = bell
        self._room = asyncio.Semaphore(at_once)
        self._busy: set[asyncio.Task[None]] = set()
        self._closing = False
        self._ended = asyncio.Event()

    async def run(self) -> None:
        """Take and do until cancelled or closed."""
        while not self._closing:
            await self._room.acquire()
            self._bell.clear()
            work = None if self._closing else await self._take()
            if work is not None:
                self._start(work)
                continue
            self._room.release()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._bell.wait(), EVERY_SECONDS)
        self._ended.set()

    async def close(self) -> None:
        """Claim no more, and finish what is claimed (at most 20 seconds)."""
        self._closing = True
        self._bell.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), FINISH_SECONDS)
        if self._busy:
            await asyncio.wait(self._busy, timeout=FINISH_SECONDS)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(self._see_through(work))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    async def _see_through(self, work: Coroutine[None, None, None]) -> None:
        """Where it fails the claim lapses, and what was claimed is taken up again."""
        try:
            await work
        except Exception:
            log.exception("what was due failed")
        finally:
            self._room.release()
            self._bell.set()
