"""The loop that sends: it claims the chats that are due, some at a time, one message each."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress

from services.notifications.usecases.next_turn import next_due, next_turn
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.send_next import send_next
from shared.log import get_logger

log = get_logger()

EVERY_SECONDS = 1.0
LEAST_SECONDS = 0.005
CHATS_AT_ONCE = 64
FINISH_SECONDS = 20.0


class Sending:
    """Looks when a chat is due, every second, and at once when `bell` rings."""

    def __init__(self, ports: Ports, *, bell: asyncio.Event) -> None:
        self._ports = ports
        self._bell = bell
        self._room = asyncio.Semaphore(CHATS_AT_ONCE)
        self._busy: set[asyncio.Task[None]] = set()
        self._closing = False
        self._ended = asyncio.Event()

    async def run(self) -> None:
        """Send until cancelled or closed."""
        while not self._closing:
            await self._room.acquire()
            self._bell.clear()
            turn = None if self._closing else await next_turn(self._ports)
            if turn is not None:
                self._start(send_next(turn, ports=self._ports))
                continue
            self._room.release()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._bell.wait(), await self._rest())
        self._ended.set()

    async def close(self) -> None:
        """Claim no more, and finish what is claimed (at most 20 seconds)."""
        self._closing = True
        self._bell.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), FINISH_SECONDS)
        if self._busy:
            await asyncio.wait(self._busy, timeout=FINISH_SECONDS)

    async def _rest(self) -> float:
        """Seconds until a chat is due, as far as the database knows."""
        if self._closing:
            return 0.0
        pause = await next_due(self._ports)
        return EVERY_SECONDS if pause is None else min(max(pause.total_seconds(), LEAST_SECONDS), EVERY_SECONDS)

    def _start(self, sending: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(self._see_through(sending))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    async def _see_through(self, sending: Coroutine[None, None, None]) -> None:
        """Where it fails the claim lapses after a minute, and the chat is taken up again."""
        try:
            await sending
        except Exception:
            log.exception("sending failed")
        finally:
            self._room.release()
