"""End the watch on a ticket that is gone."""

from services.sla.usecases.ports import Ports, TicketWatch
from services.sla.usecases.revise import revise
from shared.events.ticket import TicketDeleted


async def end_watch(event: TicketDeleted, *, ports: Ports) -> None:
    """Time nothing any more; that the ticket is gone is remembered, so that a late event does not start it again."""

    async def end(watch: TicketWatch) -> TicketWatch:
        return watch.end(sequence=event.order, at=event.time)

    await revise(ports, end, tenant_id=event.tenantid, ticket_id=event.data.ticket.id)
