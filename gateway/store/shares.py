"""A rate limit for holders of one kind: counted in this process, out of slices of budgets that all processes share."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from time import time

from gateway.domain.budget import WINDOW_SECONDS, Holder, Share, Standing, slice_of
from gateway.store.slices import Slices

# Beyond this many in a minute the first ones' shares are forgotten, and with each the rest of a slice.
MOST_KEPT = 50_000


@dataclass(slots=True)
class _Kept:
    """One holder's share in this process."""

    holder: Holder
    share: Share = field(default_factory=Share)
    refilling: asyncio.Lock = field(default_factory=asyncio.Lock)


class SharedLimit:
    """At most `limit` requests a holder and minute, over all processes: nothing is used before it is taken.

    What a process has taken and not used when the minute ends is lost to the others: at most one slice each.
    While the database is away requests pass uncounted.
    """

    def __init__(self, slices: Slices, *, limit: int, clock: Callable[[], float] = time) -> None:
        self._slices = slices
        self._limit = limit
        self._clock = clock
        self._window = 0
        self._kept: dict[Holder, _Kept] = {}

    async def spend(self, holder: Holder) -> Standing:
        """Count one request of the holder's."""
        now = self._clock()
        window = int(now) // WINDOW_SECONDS
        if window != self._window:
            self._window, self._kept = window, {}
        kept = self._kept.get(holder) or self._keep(holder)
        share = kept.share
        while not share.left and share.taken < self._limit and not self._slices.blind:
            await self._refill(kept, window=window)
        allowed = share.left > 0 or share.taken < self._limit
        share.left = max(0, share.left - 1)
        reset_seconds = (window + 1) * WINDOW_SECONDS - int(now)
        return Standing(self._limit, share.remaining(self._limit), reset_seconds, allowed)

    async def close(self) -> None:
        """Give back what was taken and not used, so that a restart costs nobody anything."""
        unspent = {kept.holder: kept.share.left for kept in self._kept.values() if kept.share.left}
        if unspent:
            await self._slices.give_back(unspent, window=self._window)

    def _keep(self, holder: Holder) -> _Kept:
        if len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        kept = self._kept[holder] = _Kept(holder)
        return kept

    async def _refill(self, kept: _Kept, *, window: int) -> None:
        async with kept.refilling:
            share = kept.share
            if share.left or share.taken >= self._limit or self._slices.blind:
                return
            amount = slice_of(self._limit - share.taken)
            before = await self._slices.take(kept.holder, window=window, amount=amount)
            if before is not None:
                share.add(amount, taken_before=before, limit=self._limit)
