"""The loop that asks for updates where the platforms would not call us: one question at a time for each bot."""

import asyncio
from uuid import UUID, uuid4

from services.notifications.usecases.poll import let_go, poll, polled_bots
from services.notifications.usecases.ports import Ports
from shared.log import get_logger

log = get_logger()

EVERY_SECONDS = 5.0
BOTS_AT_ONCE = 32


class Polling:
    """Looks every five seconds for bots that nobody polls; of several processes one has a bot at a time."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._holder = uuid4()
        self._busy: dict[UUID, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Poll until cancelled."""
        while True:
            for bot in await polled_bots(self._ports):
                if bot.id not in self._busy and len(self._busy) < BOTS_AT_ONCE:
                    self._start(bot.tenant_id, bot.id)
            await asyncio.sleep(EVERY_SECONDS)

    async def close(self) -> None:
        """Ask no more: what is on its way is not confirmed, and comes to whoever asks next."""
        tasks = list(self._busy.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=EVERY_SECONDS)

    def _start(self, tenant_id: UUID, channel_id: UUID) -> None:
        task = asyncio.create_task(self._go_on(tenant_id, channel_id))
        self._busy[channel_id] = task
        task.add_done_callback(lambda _: self._busy.pop(channel_id))

    async def _go_on(self, tenant_id: UUID, channel_id: UUID) -> None:
        try:
            while True:
                pause = await poll(self._ports, tenant_id=tenant_id, channel_id=channel_id, holder=self._holder)
                if pause is None:
                    return
                await asyncio.sleep(pause.total_seconds())
        except Exception:
            log.exception("polling failed", channel_id=str(channel_id))
        finally:
            await let_go(self._ports, tenant_id=tenant_id, channel_id=channel_id, holder=self._holder)
