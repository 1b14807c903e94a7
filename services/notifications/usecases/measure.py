"""Measure what has come in and waits."""

from services.notifications.usecases.ports import Ports
from shared.errors import Unavailable
from shared.log import get_logger
from shared.telemetry import INCOMING_OLDEST, INCOMING_WAITING

log = get_logger()


async def measure(ports: Ports) -> None:
    """Show how much there is, and for how long the first of it has waited."""
    try:
        waiting = await ports.incoming.waiting()
    except Unavailable as error:
        log.warning("measuring waits", error=error.message)
        return
    INCOMING_WAITING.set(waiting.number)
    age = 0.0 if waiting.since is None else (ports.clock() - waiting.since).total_seconds()
    INCOMING_OLDEST.set(max(0.0, age))
