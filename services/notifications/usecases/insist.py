"""Keeping what was seen, although the database is away for a moment."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()

Result = TypeVar("Result")

# With the database's own deadline of 4 seconds for each try, this ends before a claim of 60 seconds does.
PAUSES_SECONDS = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)


async def insist(write: Callable[[], Awaitable[Result]]) -> Result:
    """Write, again after pauses while the database is away; raises Unavailable after about 45 seconds."""
    for pause in PAUSES_SECONDS:
        try:
            return await write()
        except Unavailable as error:
            log.warning("write waits", error=error.message, again_in_seconds=pause)
        await asyncio.sleep(pause)
    return await write()
