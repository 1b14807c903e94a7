"""The loop that takes turns: it claims what is due, chats or e-mails, some at a time, and does one thing in each."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from datetime import timedelta
from functools import partial

from services.notifications.usecases.next_turn import next_due, next_turn
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.see_to_next import see_to_next
from services.notifications.usecases.send_next import send_next
from shared.log import get_logger

log = get_logger()

EVERY_SECONDS = 1.0
LEAST_SECONDS = 0.005
CHATS_AT_ONCE = 64
FINISH_SECONDS = 20.0


class TakingTurns:
    """Looks when a chat is due, every second, and at once when `bell` rings.

    `take` claims one, and answers with what is to be done there, None where none is due; `until_due` says how
    long until there is one, as far as anybody knows; `work` names it in logs.
    """

    def __init__(
        self,
        work: str,
        *,
        take: Callable[[], Awaitable[Coroutine[None, None, None] | None]],
        until_due: Callable[[], Awaitable[timedelta | None]],
        bell: asyncio.Event,
        at_once: int = CHATS_AT_ONCE,
    ) -> None:
        self._until_due = until_due
        self._work = work
        self._take = take
        self._bell = bell
        self._room = asyncio.Semaphore(at_once)
        self._busy: set[asyncio.Task[None]] = set()
        self._closing = False
        self._ended = asyncio.Event()

    async def run(self) -> None:
        """Go on until cancelled or closed."""
        while not self._closing:
            await self._room.acquire()
            self._bell.clear()
            turn = None if self._closing else await self._take()
            if turn is not None:
                self._start(turn)
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
        pause = await self._until_due()
        return EVERY_SECONDS if pause is None else min(max(pause.total_seconds(), LEAST_SECONDS), EVERY_SECONDS)

    def _start(self, turn: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(self._see_through(turn))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    async def _see_through(self, turn: Coroutine[None, None, None]) -> None:
        """Where it fails the claim lapses after a minute, and the chat is taken up again."""
        try:
            await turn
        except Exception:
            log.exception(f"{self._work} failed")
        finally:
            self._room.release()


def sending(ports: Ports, *, bell: asyncio.Event) -> TakingTurns:
    """The sender of this process, which `bell` wakes."""

    async def take() -> Coroutine[None, None, None] | None:
        turn = await next_turn(ports.chats, work="send", clock=ports.clock)
        return None if turn is None else send_next(turn, ports=ports)

    until_due = partial(next_due, ports.chats, clock=ports.clock)
    return TakingTurns("sending", take=take, until_due=until_due, bell=bell)


def receiving(ports: Ports, *, bell: asyncio.Event) -> TakingTurns:
    """The receiver of this process, which `bell` wakes."""

    async def take() -> Coroutine[None, None, None] | None:
        turn = await next_turn(ports.receiving, work="receive", clock=ports.clock)
        return None if turn is None else see_to_next(turn, ports=ports)

    until_due = partial(next_due, ports.receiving, clock=ports.clock)
    return TakingTurns("receiving", take=take, until_due=until_due, bell=bell)
