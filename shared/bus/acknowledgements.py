"""Acknowledging in batches: one frame for all deliveries up to a tag, where they are done in their order."""

import asyncio

from aiormq.abc import AbstractChannel

from shared.bus.link import BROKER_TROUBLE
from shared.log import get_logger

log = get_logger()

FLUSH_SECONDS = 0.005


class Acknowledgements:
    """Remembers what is done on one channel, and tells the broker some milliseconds later.

    Deliveries on a channel are numbered from 1. What is not told before the channel dies comes again.
    """

    def __init__(self, channel: AbstractChannel) -> None:
        self._channel = channel
        self._told_up_to = 0
        self._told_beyond: set[int] = set()
        self._done: set[int] = set()
        self._task: asyncio.Task[None] | None = None

    def done(self, delivery_tag: int) -> None:
        """The delivery's effect is stored."""
        self._done.add(delivery_tag)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._soon())

    async def flush(self) -> None:
        """Tell all that is done now."""
        done, self._done = self._done, set()
        together = self._told_up_to
        while together + 1 in done or together + 1 in self._told_beyond:
            together += 1
            self._told_beyond.discard(together)
        # The tag that is named must be one that was not told before: the broker closes the channel otherwise.
        if fresh := [tag for tag in done if tag <= together]:
            await self._channel.basic_ack(max(fresh), multiple=True, wait=False)
        self._told_up_to = together
        for tag in sorted(tag for tag in done if tag > together):
            self._told_beyond.add(tag)
            await self._channel.basic_ack(tag, wait=False)

    async def _soon(self) -> None:
        await asyncio.sleep(FLUSH_SECONDS)
        try:
            while self._done:
                await self.flush()
        except BROKER_TROUBLE as error:
            log.warning("what is done will come again", error=repr(error))
