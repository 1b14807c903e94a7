"""Acknowledging in batches: one frame for all deliveries up to a tag, where they are done in their order."""

import asyncio

from aiormq.abc import AbstractChannel

from shared.bus.link import BROKER_TROUBLE
from shared.log import get_logger

log = get_logger()

FLUSH_SECONDS = 0.02


class Acknowledgements:
    """Remembers what is done on one channel, and tells the broker some milliseconds later.

    Deliveries on a channel are numbered from 1. What is not told before the channel dies comes again.
    """

    def __init__(self, channel: AbstractChannel) -> None:
        self._channel = channel
        self._told_up_to = 0
        self._told_beyond: set[int] = set()
        self._done: set[int] = set()
        self._flushing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def done(self, delivery_tag: int) -> None:
        """The delivery's effect is stored."""
        self._done.add(delivery_tag)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._soon())

    async def flush(self) -> None:
        """Tell all that is done now; one at a time, since the broker closes a channel that names a tag twice."""
        async with self._flushing:
            done, self._done = self._done, set()
            while self._told_up_to + 1 in done or self._told_up_to + 1 in self._told_beyond:
                self._told_up_to += 1
                self._told_beyond.discard(self._told_up_to)
            # The last tag of the row may have been told before: only one that was not may stand for all up to it.
            together = max((tag for tag in done if tag <= self._told_up_to), default=None)
            if together is not None:
                await self._channel.basic_ack(together, multiple=True, wait=False)
            for tag in sorted(tag for tag in done if tag > self._told_up_to):
                self._told_beyond.add(tag)
                await self._channel.basic_ack(tag, wait=False)

    async def _soon(self) -> None:
        await asyncio.sleep(FLUSH_SECONDS)
        try:
            while self._done:
                await self.flush()
        except BROKER_TROUBLE as error:
            log.warning("what is done will come again", error=repr(error))
