"""Finish the merges that dead processes left."""

from datetime import timedelta
from uuid import UUID

from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.finish_merge import finish_merge
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.withdraw_promise import withdraw_promise
from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()

# Whoever still works on a younger one has not given it up: a promise is built on for 4 seconds, and a write has 4 more.
LEFT_AFTER = timedelta(seconds=10)
BATCH = 100


async def finish_merges(*, ports: Ports) -> None:
    """Finish what is under way for longer than 10 seconds, and withdraw promises that nobody builds on any more.

    Several may do this at once; what fails is tried again the next time.
    """
    last: UUID | None = None
    try:
        while found := await ports.moving.unfinished(by=ports.clock() - LEFT_AFTER, after=last, limit=BATCH):
            for ticket in found:
                await _finish(ports, ticket)
            last = found[-1].id
    except Unavailable as error:
        log.warning("merges not finished", error=error.message)


async def _finish(ports: Ports, ticket: Ticket) -> None:
    try:
        await finish_merge(ports, source=ticket)
        for promise in ticket.promises:
            if promise.at > ports.clock() - LEFT_AFTER:
                continue
            source = await ports.tickets.find(ticket.tenant_id, promise.source_id)
            if source is not None and source.merge is not None and source.merge.id == promise.id:
                await finish_merge(ports, source=source)
            else:
                await withdraw_promise(ports, target=ticket, promise=promise)
    except Unavailable:
        raise
    except Exception:
        # One ticket that cannot be finished must not stop all others.
        log.exception("merge not finished", ticket_id=str(ticket.id))
    else:
        log.info("merge finished", ticket_id=str(ticket.id))
