"""End the watch on a ticket that is gone."""

from services.sla.usecases.ports import Ports
from services.sla.usecases.revise import revise
from shared.events.ticket import TicketDeleted


async def end_watch(event: TicketDeleted, *, ports: Ports) -> None:
    """Time nothing any more; that the ticket is gone is remembered, so that a late event does not start it again."""
    await revise(event, lambda watch: watch.end(sequence=event.order, at=event.time), ports=ports)
