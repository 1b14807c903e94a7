"""The loop that lets changed terms reach open tickets."""

import asyncio

from services.sla.usecases.ports import Ports
from services.sla.usecases.revise_open import revise_open
from shared.log import get_logger

log = get_logger()

POLL_SECONDS = 0.5


class RevisingLoop:
    """Looks twice a second for terms that have changed."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._closed = False
        self._working = asyncio.Lock()

    async def run(self) -> None:
        """Revise until closed or cancelled."""
        while True:
            async with self._working:
                more = not self._closed and await self._revise()
            if not more:
                await asyncio.sleep(POLL_SECONDS)

    async def close(self) -> None:
        """Claim nothing more, and finish what is claimed."""
        self._closed = True
        async with self._working:
            pass

    async def _revise(self) -> bool:
        """Terms whose revising fails are taken up again when their claim is over."""
        try:
            return await revise_open(self._ports)
        except Exception:
            log.exception("terms not revised")
            return False
