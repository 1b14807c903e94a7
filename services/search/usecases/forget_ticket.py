"""Take a deleted ticket out of the index."""

from services.search.domain.entry import Entry
from services.search.usecases.ports import Ports
from shared.events.ticket import TicketDeleted


async def forget_ticket(event: TicketDeleted, *, ports: Ports) -> None:
    """Nothing of the ticket is found any more, whatever comes late. Raises Unavailable."""
    gone = Entry(tenant_id=event.tenantid, ticket_id=event.data.ticket.id, sequence=event.order, gone=True)
    await ports.index.put(gone)
