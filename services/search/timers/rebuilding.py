"""The loop that rebuilds: at the start where the index is not whole, and then whenever somebody wants it."""

import asyncio
from uuid import UUID

from services.search.usecases.ports import Ports
from services.search.usecases.rebuild import rebuild
from shared.log import get_logger

log = get_logger()

AFTER_TROUBLE_SECONDS = 5.0


class Rebuilding:
    """One rebuild at a time."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    async def run(self) -> None:
        """Rebuild until cancelled."""
        while not self._ports.index.complete:
            if not await self._done(None):
                await asyncio.sleep(AFTER_TROUBLE_SECONDS)
        while True:
            await self._done(await self._ports.wishes.next())

    async def _done(self, tenant_id: UUID | None) -> bool:
        """Whether it came to its end; what is broken off has changed nothing."""
        try:
            await rebuild(self._ports, tenant_id=tenant_id)
        except Exception:
            log.exception("index not made anew", tenant_id=tenant_id and str(tenant_id))
            return False
        return True
