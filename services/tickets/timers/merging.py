"""The clock of merges: every second, what a dead process left is finished."""

import asyncio

from services.tickets.usecases.finish_merges import finish_merges
from services.tickets.usecases.ports import Ports

EVERY_SECONDS = 1.0


async def finish_left_over(*, ports: Ports) -> None:
    """Finish until cancelled."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        await finish_merges(ports=ports)
