"""Let go of a ticket that was deleted."""

from services.notifications.usecases.ports import Ports
from shared.events.ticket import TicketDeleted


async def forget_ticket(event: TicketDeleted, *, ports: Ports) -> None:
    """Its chat no longer follows it, and what still waited to be sent is dropped; nobody rates it any more."""
    ticket_id = event.data.ticket.id
    await ports.outgoing.forget_ticket(event.tenantid, ticket_id)
    await ports.emails.forget_ticket(event.tenantid, ticket_id)
    await ports.ratings.forget_ticket(event.tenantid, ticket_id)
    await ports.chats.unsubscribe(event.tenantid, ticket_id)
