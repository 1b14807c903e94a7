"""Keep the index up to date with a ticket."""

from services.search.domain.entry import Entry, Said
from services.search.usecases.ports import Ports
from shared.events.ticket import MessageData, TicketEvent, UpdatedData


async def follow(event: TicketEvent, *, ports: Ports) -> None:
    """Store the ticket as the event shows it, and the message that it brings. Raises Unavailable."""
    await ports.index.put(entry_of(event))


def entry_of(event: TicketEvent) -> Entry:
    ticket = event.data.ticket
    said = event.data.message if isinstance(event.data, (MessageData, UpdatedData)) else None
    return Entry(
        tenant_id=event.tenantid,
        ticket_id=ticket.id,
        sequence=event.order,
        subject=ticket.subject,
        opening=ticket.text,
        merged_into=ticket.merged_into,
        messages=(Said(said.id, said.text, said.internal),) if said else (),
    )
