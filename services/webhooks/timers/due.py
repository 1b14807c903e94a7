"""The clock of deliveries: twice a second, and whenever there is room again for what was left behind."""

import asyncio
from contextlib import suppress

from services.webhooks.usecases.dispatch import Dispatcher
from services.webhooks.usecases.ports import Ports
from services.webhooks.usecases.take_due import take_due

EVERY_SECONDS = 0.5


async def run_due(*, ports: Ports, dispatcher: Dispatcher) -> None:
    """Take up due deliveries until cancelled."""
    while True:
        dispatcher.wanted.clear()
        while await take_due(ports=ports, dispatcher=dispatcher):
            pass
        with suppress(TimeoutError):
            async with asyncio.timeout(EVERY_SECONDS):
                await dispatcher.wanted.wait()
