"""Let changed terms reach the tickets that are open already."""

from datetime import datetime, timedelta

from services.sla.domain.revising import Revising
from services.sla.usecases.ports import Ports, TicketWatch
from services.sla.usecases.revise import revise
from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()

BATCH = 200
# Whoever read the older terms a moment before they changed writes their watch a moment later.
AGAIN_AFTER = (timedelta(seconds=1), timedelta(seconds=10))


async def revise_open(ports: Ports) -> bool:
    """Draw anew what one tenant's open tickets were promised, if any change waits for that; False where none does."""
    try:
        revising = await ports.terms.claim_revising(at=ports.clock())
        if revising is None:
            return False
        more = await _batch(ports, revising)
        await ports.terms.revised(revising, again_at=ports.clock() if more else _again(ports, revising))
    except Unavailable as error:
        log.warning("terms wait", error=error.message)
        return False
    return True


async def _batch(ports: Ports, revising: Revising) -> bool:
    terms = await ports.terms.of_tenant(revising.tenant_id)

    async def draw(watch: TicketWatch) -> TicketWatch:
        return watch if watch.ticket is None else watch.under(terms.promise(watch.ticket.priority))

    older = await ports.watches.under_older(revising.tenant_id, terms.revision, limit=BATCH)
    for watch in older:
        await revise(ports, draw, tenant_id=revising.tenant_id, ticket_id=watch.ticket_id)
    return len(older) == BATCH


def _again(ports: Ports, revising: Revising) -> datetime | None:
    if revising.rounds >= len(AGAIN_AFTER):
        return None
    return ports.clock() + AGAIN_AFTER[revising.rounds]
