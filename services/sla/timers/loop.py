"""The clock: fires what is due, as soon as what was heard of the tickets reaches that far."""

import asyncio
from datetime import timedelta

from services.sla.usecases.fire_due import fire_due, next_due
from services.sla.usecases.ports import Ports
from shared.bus.consumer import Consumer

POLL_SECONDS = 1.0
AGAIN_SECONDS = 0.1
# An event that was made just before a deadline has this long to arrive before the timer is decided.
GRACE = timedelta(seconds=0.5)


class Timers:
    """One process's clock. It decides nothing that an event still in the queue could change: after a stop, or
    behind a backlog, a timer waits until the events of its time have been handled.
    """

    def __init__(self, *, ports: Ports, consumer: Consumer) -> None:
        self._ports = ports
        self._consumer = consumer
        self._turning = asyncio.Lock()
        self._closed = False

    async def run(self) -> None:
        """Fire within about a second of due, until closed or cancelled."""
        while True:
            async with self._turning:
                pause = POLL_SECONDS if self._closed else await self._turn()
            await asyncio.sleep(pause)

    async def close(self) -> None:
        """Claim nothing more, and finish what is claimed."""
        self._closed = True
        async with self._turning:
            pass

    async def _turn(self) -> float:
        """Fire what is due; how long to wait then, in seconds."""
        due = await next_due(ports=self._ports)
        if due is None:
            return POLL_SECONDS
        wait = (due + GRACE - self._ports.clock()).total_seconds()
        if wait > 0:
            return min(wait, POLL_SECONDS)
        heard_until = await self._consumer.heard_until()
        if heard_until is None:
            return POLL_SECONDS
        more = await fire_due(by=heard_until - GRACE, ports=self._ports)
        return 0 if more else AGAIN_SECONDS
