"""Taking slices of budgets, for all limits of this process: while the database is away, none waits for it in vain."""

import asyncio
from collections.abc import Mapping
from time import monotonic

from gateway.domain.budget import Holder
from gateway.store.budgets import MongoBudgets
from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()

TAKE_SECONDS = 1.0
BLIND_SECONDS = 1.0


class Slices:
    """Where the database does not give one, nobody asks it for another within the next second."""

    def __init__(self, budgets: MongoBudgets) -> None:
        self._budgets = budgets
        self._blind_until = 0.0

    @property
    def blind(self) -> bool:
        """Whether nothing can be had just now."""
        return monotonic() < self._blind_until

    async def take(self, holder: Holder, *, window: int, amount: int) -> int | None:
        """Take `amount` of a minute's budget; how much had been taken before, or None where the database is away."""
        try:
            async with asyncio.timeout(TAKE_SECONDS):
                return await self._budgets.take(holder, window=window, amount=amount)
        except (Unavailable, TimeoutError) as error:
            log.warning("requests pass uncounted", error=repr(error))
            self._blind_until = monotonic() + BLIND_SECONDS
            return None

    async def give_back(self, unspent: Mapping[Holder, int], *, window: int) -> None:
        """Return what was taken and not used, if that can be."""
        try:
            await self._budgets.give_back(unspent, window=window)
        except Unavailable as error:
            log.warning("budgets not given back", error=error.message)
