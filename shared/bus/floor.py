"""Who may try now: innocent events side by side, a suspect alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from itertools import count

from shared.log import get_logger

log = get_logger()

# A suspect that takes longer has not killed its process with what it does at once: the others go on beside it.
ALONE_SECONDS = 10.0
# So long it waits for those who are trying already.
STILL_SECONDS = 2.0
# For each attempt that a suspect has not survived, it lets others go first for so long.
STAND_BACK_SECONDS = 0.5


class Floor:
    """`with floor:` is a try beside others, to be begun only while it is not `taken`."""

    def __init__(self) -> None:
        self.taken = False
        self._beside = 0
        self._cleared = asyncio.Event()
        self._still = asyncio.Event()
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._order = count()
        self._holder: object | None = None

    def __enter__(self) -> None:
        self._beside += 1

    def __exit__(self, *_: object) -> None:
        self._beside -= 1
        if not self._beside:
            self._still.set()

    async def cleared(self) -> None:
        """Wait until others may go on."""
        await self._cleared.wait()

    @asynccontextmanager
    async def alone(self, *, rank: int) -> AsyncIterator[None]:
        """Have the floor alone, for at most 10 seconds; of several who wait, the lowest rank is first.

        A rank is how many attempts were not survived: whoever has some stands back, so that those beside it, which
        would die with it once more, are handled before.
        """
        if rank:
            await asyncio.sleep(STAND_BACK_SECONDS * rank)
        me = object()
        await self._take(me, rank=rank)
        too_long = asyncio.get_running_loop().call_later(ALONE_SECONDS, self._leave, me)
        try:
            await self._stillness()
            yield
        finally:
            too_long.cancel()
            self._leave(me)

    async def _take(self, me: object, *, rank: int) -> None:
        self.taken = True
        self._cleared.clear()
        while self._holder is not None:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            heappush(self._waiting, (rank, next(self._order), turn))
            try:
                await turn
            except asyncio.CancelledError:
                if self._holder is None:
                    self._pass_on()
                raise
        self._holder = me
        self.taken = True
        self._cleared.clear()

    async def _stillness(self) -> None:
        """Wait until nobody tries beside; one who takes too long is not waited for."""
        if not self._beside:
            return
        self._still.clear()
        try:
            async with asyncio.timeout(STILL_SECONDS):
                await self._still.wait()
        except TimeoutError:
            log.warning("a suspect is handled beside others", others=self._beside)

    def _leave(self, me: object) -> None:
        if self._holder is not me:
            return
        self._holder = None
        self._pass_on()

    def _pass_on(self) -> None:
        while self._waiting:
            _, _, turn = heappop(self._waiting)
            if not turn.done():
                return turn.set_result(None)
        self.taken = False
        self._cleared.set()
        return None
