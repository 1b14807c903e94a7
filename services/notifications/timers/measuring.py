"""The clock of measures: every five seconds, what waits is counted."""

import asyncio

from services.notifications.usecases.measure import measure
from services.notifications.usecases.ports import Ports

EVERY_SECONDS = 5.0


async def measure_incoming(*, ports: Ports) -> None:
    """Measure until cancelled."""
    while True:
        await measure(ports)
        await asyncio.sleep(EVERY_SECONDS)
