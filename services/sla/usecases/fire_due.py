"""Fire every timer whose time has come."""

import asyncio
from datetime import datetime

from services.sla.usecases.fire import fire
from services.sla.usecases.ports import Ports, TicketWatch
from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()

IN_FLIGHT = 16
BATCH = 200
TRIES = 30
AGAIN_SECONDS = 1.0


async def fire_due(*, by: datetime, ports: Ports) -> bool:
    """Claim and fire what nobody else has claimed, up to 16 at a time and 200 in all; True where more may be due."""
    room = asyncio.Semaphore(IN_FLIGHT)
    async with asyncio.TaskGroup() as firing:
        for _ in range(BATCH):
            await room.acquire()
            watch = await _claim(by=by, ports=ports)
            if watch is None:
                return False
            task = firing.create_task(_fire(watch, by=by, ports=ports))
            task.add_done_callback(lambda _: room.release())
    return True


async def next_due(*, ports: Ports) -> datetime | None:
    """When there is something to fire next; None where nothing is, or nobody can say now."""
    try:
        return await ports.watches.next_due(now=ports.clock())
    except Unavailable as error:
        log.warning("timers wait", error=error.message)
        return None


async def _claim(*, by: datetime, ports: Ports) -> TicketWatch | None:
    try:
        return await ports.watches.claim(due_by=by, now=ports.clock())
    except Unavailable as error:
        log.warning("timers wait", error=error.message)
    except Exception:
        # One document that cannot be read must not stop the clock for all others; it stays claimed for a while.
        log.exception("watch not read")
    return None


async def _fire(watch: TicketWatch, *, by: datetime, ports: Ports) -> None:
    """Fire while the claim holds; one that fails otherwise is logged, and is claimed again when the claim is over."""
    for _ in range(TRIES):
        try:
            await fire(watch, due_by=by, ports=ports)
        except Unavailable as error:
            log.warning("timer waits", ticket_id=str(watch.ticket_id), error=error.message)
            await asyncio.sleep(AGAIN_SECONDS)
        except Exception:
            log.exception("timer failed", ticket_id=str(watch.ticket_id))
            return
        else:
            return
