"""Keeping the calls of one bot apart within this process, however late they come to their time."""

import asyncio
from time import monotonic
from uuid import UUID


class Gaps:
    """What was granted by the shared pace and then held up here, by a busy loop above all, goes out in no heap."""

    def __init__(self) -> None:
        self._of_bots: dict[UUID, _Gap] = {}

    async def wait(self, bot_id: UUID, *, until: float, per_second: int) -> None:
        """Return at `until` (monotonic seconds) at the earliest, and as long after the bot's last call as is due."""
        await self._of_bots.setdefault(bot_id, _Gap()).wait(until, least=1 / per_second)


class _Gap:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._last = 0.0

    async def wait(self, until: float, *, least: float) -> None:
        async with self._lock:
            await asyncio.sleep(max(until, self._last + least) - monotonic())
            self._last = monotonic()
