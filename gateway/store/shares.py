"""The rate limit of each key: counted in this process, out of slices of a budget that all processes share."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic, time

from gateway.domain.budget import WINDOW_SECONDS, Share, Standing, slice_of
from gateway.domain.principal import Principal
from gateway.store.budgets import MongoBudgets
from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()

TAKE_SECONDS = 1.0
BLIND_SECONDS = 1.0


@dataclass(slots=True)
class _Kept:
    """One key's share in this process."""

    principal: Principal
    share: Share = field(default_factory=Share)
    refilling: asyncio.Lock = field(default_factory=asyncio.Lock)


class SharedLimit:
    """At most `limit` requests a key and minute, over all processes: nothing is used before it is taken.

    What a process has taken and not used when the minute ends is lost to the others: at most one slice each.
    While the database is away requests pass uncounted.
    """

    def __init__(self, budgets: MongoBudgets, *, limit: int, clock: Callable[[], float] = time) -> None:
        self._budgets = budgets
        self._limit = limit
        self._clock = clock
        self._window = 0
        self._kept: dict[str, _Kept] = {}
        self._blind_until = 0.0

    async def spend(self, principal: Principal) -> Standing:
        """Count one request of the key's."""
        now = self._clock()
        window = int(now) // WINDOW_SECONDS
        if window != self._window:
            self._window, self._kept = window, {}
        kept = self._kept.get(principal.key_id)
        if kept is None:
            kept = self._kept[principal.key_id] = _Kept(principal)
        share = kept.share
        while not share.left and share.taken < self._limit and not self._blind:
            await self._refill(kept, window=window)
        allowed = share.left > 0 or share.taken < self._limit
        share.left = max(0, share.left - 1)
        reset_seconds = (window + 1) * WINDOW_SECONDS - int(now)
        return Standing(self._limit, share.remaining(self._limit), reset_seconds, allowed)

    async def close(self) -> None:
        """Give back what was taken and not used, so that a restart costs nobody anything."""
        unspent = {kept.principal: kept.share.left for kept in self._kept.values() if kept.share.left}
        if not unspent:
            return
        try:
            await self._budgets.give_back(unspent, window=self._window)
        except Unavailable as error:
            log.warning("budgets not given back", error=error.message)

    @property
    def _blind(self) -> bool:
        return monotonic() < self._blind_until

    async def _refill(self, kept: _Kept, *, window: int) -> None:
        async with kept.refilling:
            share = kept.share
            if share.left or share.taken >= self._limit or self._blind:
                return
            amount = slice_of(self._limit - share.taken)
            try:
                async with asyncio.timeout(TAKE_SECONDS):
                    before = await self._budgets.take(kept.principal, window=window, amount=amount)
            except (Unavailable, TimeoutError) as error:
                log.warning("requests pass uncounted", error=repr(error))
                self._blind_until = monotonic() + BLIND_SECONDS
            else:
                share.add(amount, taken_before=before, limit=self._limit)
