"""Trying to handle an event until it is done, or has shown that it never will be."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from aiormq.abc import AbstractChannel

from shared.bus.attempts import ATTEMPTS, Attempts
from shared.bus.delivery import Delivery, Refused
from shared.bus.floor import Floor
from shared.bus.reasons import Kind, Reason
from shared.errors import Unavailable
from shared.ids import new_id
from shared.log import get_logger
from shared.retry import FIRST_PAUSE_SECONDS, patiently

log = get_logger()


class Trial(Protocol):
    """What becomes of one event, over several tries."""

    async def once(self) -> Reason | None:
        """None when done, or the reason why it never will be. Raises Unavailable to be tried again."""
        ...


async def persist(trial: Trial, *, wire: AbstractChannel) -> Reason | None:
    """Try until the event is handled (None) or has failed for good (the reason).

    Raises ConnectionError where the channel is gone before a next try: the event comes again on another.
    """
    try:
        return await trial.once()
    except Unavailable as error:
        log.warning("event waits", error=error.message)

    async def again() -> Reason | None:
        if wire.is_closed:
            raise ConnectionError("the channel is gone")
        return await trial.once()

    await asyncio.sleep(FIRST_PAUSE_SECONDS)
    reason: Reason | None = await patiently(Unavailable, tell=_tell)(again)
    return reason


def _tell(error: BaseException, pause: float) -> None:
    log.warning("event still waits", error=str(error), again_in_seconds=pause)


class FirstTrial:
    """Of an event that nobody has had before: beside the others, and without a note."""

    __slots__ = ("_delivery", "_failures", "_floor")

    def __init__(self, delivery: Delivery, *, floor: Floor) -> None:
        self._delivery = delivery
        self._floor = floor
        self._failures = 0

    async def once(self) -> Reason | None:
        while self._floor.taken:
            await self._floor.cleared()
        with self._floor:
            return await self._try()

    async def _try(self) -> Reason | None:
        try:
            await self._delivery.handle()
        except Refused as refused:
            return refused.reason
        except Unavailable:
            raise
        except Exception as error:
            self._failures += 1
            log.exception("event failed", attempt=self._failures)
            if self._failures >= ATTEMPTS:
                return Reason(Kind.FAILED, f"failed {self._failures} times: {error!r}", self._failures)
            raise Unavailable(f"failed: {error!r}") from error
        return None


class SuspectTrial(FirstTrial):
    """Of an event that was in the hands of a process that died: alone, and with a note of each try that began.

    A try that ends, however it does, is struck out. What stays noted are tries that their process did not survive.
    """

    __slots__ = ("_attempts", "_key", "_tell_done", "_token", "_wire")

    def __init__(
        self,
        delivery: Delivery,
        *,
        floor: Floor,
        attempts: Attempts,
        wire: AbstractChannel,
        tell_done: Callable[[], Awaitable[None]],
    ) -> None:
        """`tell_done` tells the broker what is done so far: it must not come again should this one kill the process."""
        super().__init__(delivery, floor=floor)
        self._attempts = attempts
        self._wire = wire
        self._tell_done = tell_done
        self._key = delivery.key
        self._token = new_id()

    async def once(self) -> Reason | None:
        died = await self._attempts.unfinished(self._key)
        if died >= ATTEMPTS:
            return Reason(Kind.DEADLY, f"{died} processes died while they handled it", died)
        async with self._floor.alone(rank=died):
            if self._wire.is_closed:
                raise ConnectionError("the channel is gone")
            await self._tell_done()
            await self._attempts.begin(self._key, self._token)
            try:
                reason = await self._try()
            except BaseException:
                await self._strike_out(self._attempts.end(self._key, self._token))
                raise
            await self._strike_out(self._attempts.forget(self._key))
        return reason

    async def _strike_out(self, note: Awaitable[None]) -> None:
        try:
            await note
        except Unavailable as error:
            # A next try begins under the same token, and is not counted twice.
            log.warning("attempt not struck out", error=error.message)
