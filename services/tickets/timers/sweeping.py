"""The clock of attachments: every five seconds, what has expired goes."""

import asyncio

from services.tickets.usecases.ports import Ports
from services.tickets.usecases.sweep_attachments import sweep_attachments

EVERY_SECONDS = 5.0


async def sweep_expired(*, ports: Ports) -> None:
    """Sweep until cancelled."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        while await sweep_attachments(ports=ports):
            pass
