"""The clock of the tallies: what was written is counted within about two seconds."""

import asyncio

from services.tickets.usecases.fold_changes import fold_changes
from services.tickets.usecases.ports import Fold

EVERY_SECONDS = 0.5


class Timers:
    """One process's clock; of several processes one folds at a time."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold

    async def run(self) -> None:
        """Fold until cancelled."""
        while True:
            more = await fold_changes(self._fold)
            await asyncio.sleep(0 if more else EVERY_SECONDS)
