"""Follow a ticket's course."""

from services.sla.usecases.follow import followed
from services.sla.usecases.ports import Ports, TicketWatch
from services.sla.usecases.revise import revise
from shared.events.ticket import TicketReplied, TicketUpdated


async def update_watch(event: TicketUpdated | TicketReplied, *, ports: Ports) -> None:
    """Reckon from the ticket's new state; an event that is not newer than the known state changes nothing.

    What was promised for another priority is drawn anew.
    """

    async def update(watch: TicketWatch) -> TicketWatch:
        after = followed(watch, event)
        ticket, promise = after.ticket, after.promise
        if ticket is None or promise is None or promise.priority is ticket.priority:
            return after
        return after.under((await ports.terms.of_tenant(event.tenantid)).promise(ticket.priority))

    await revise(ports, update, tenant_id=event.tenantid, ticket_id=event.data.ticket.id)
