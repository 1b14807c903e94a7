"""The clock of webhooks: each bot's is looked at every so often, and set again where it is lost."""

import asyncio
from datetime import timedelta

from services.notifications.usecases.heal import heal_due
from services.notifications.usecases.ports import Ports

PARTS = 20
LONGEST_SECONDS = 15.0


async def heal_webhooks(*, ports: Ports, every: timedelta) -> None:
    """Look after them until cancelled."""
    while True:
        await heal_due(ports, every=every)
        await asyncio.sleep(min(every.total_seconds() / PARTS, LONGEST_SECONDS))
