"""All tenants' active bots, some at a time."""

from collections.abc import AsyncIterator

from services.notifications.domain.bot import Bot
from services.notifications.usecases.ports import Ports

AT_ONCE = 100


async def active_bots(ports: Ports) -> AsyncIterator[list[Bot]]:
    """Those whose platform is available. Raises Unavailable."""
    after = None
    while bots := await ports.bots.all_active(after=after, limit=AT_ONCE):
        yield [bot for bot in bots if bot.kind in ports.platforms]
        after = bots[-1].id
