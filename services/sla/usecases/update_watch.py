"""Follow a ticket's course."""

from services.sla.usecases.ports import Ports
from services.sla.usecases.revise import revise
from shared.events.ticket import TicketReplied, TicketUpdated


async def update_watch(event: TicketUpdated | TicketReplied, *, ports: Ports) -> None:
    """Reckon from the ticket's new state; an event that is not newer than the known state changes nothing."""
    await revise(event, lambda watch: watch.follow(event.data.ticket, sequence=event.order), ports=ports)
