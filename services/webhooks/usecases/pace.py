"""Spreading what would begin all at once: a hundred endpoints that hang begin, and end, one after the other."""

import asyncio

# What beginning an attempt and giving it up cost the processor is less: between two of them others have their turn.
STEP_SECONDS = 0.002


class Pace:
    """A turn every two milliseconds; whoever comes alone does not wait."""

    def __init__(self) -> None:
        self._next = 0.0

    async def turn(self) -> None:
        """Return when it is the caller's."""
        now = asyncio.get_running_loop().time()
        mine = max(now, self._next)
        self._next = mine + STEP_SECONDS
        if mine > now:
            await asyncio.sleep(mine - now)
