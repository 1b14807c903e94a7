"""How many dead letters a service has: each process asks the broker for its own service's queue, and shows a gauge."""

import asyncio

from aio_pika.abc import AbstractChannel

from shared.bus.link import BROKER_TROUBLE
from shared.bus.topology import Names
from shared.log import get_logger
from shared.telemetry import DEAD_DEPTH

log = get_logger()

EVERY_SECONDS = 15.0
UNTIL_CONNECTED_SECONDS = 1.0
ANSWER_SECONDS = 5.0


class Depth:
    """Asks on the channel that it is given, every 15 seconds; one small question, that changes nothing."""

    def __init__(self, *, names: Names, service: str) -> None:
        self.channel: AbstractChannel | None = None
        self._queue = names.dead_queue(service)
        self._gauge = DEAD_DEPTH.labels(service)

    async def run(self) -> None:
        """Ask until cancelled."""
        while True:
            known = await self._ask()
            await asyncio.sleep(EVERY_SECONDS if known else UNTIL_CONNECTED_SECONDS)

    async def _ask(self) -> bool:
        if self.channel is None or self.channel.is_closed:
            return False
        try:
            queue = await self.channel.declare_queue(self._queue, passive=True, timeout=ANSWER_SECONDS)
        except BROKER_TROUBLE as error:
            log.warning("dead letters not counted", error=repr(error))
            return False
        self._gauge.set(queue.declaration_result.message_count or 0)
        return True
