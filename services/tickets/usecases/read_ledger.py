"""Read what the clock has measured of a ticket."""

from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.ledger import Ledger
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.visible import visible_ticket


async def read_ledger(ports: Ports, *, actor: Actor, ticket_id: UUID) -> Ledger:
    """Exact at this moment. Raises NotFound, and Unavailable where sla does not answer."""
    ticket = await visible_ticket(ports, actor=actor, ticket_id=ticket_id)
    return await ports.clocks.ledger(ticket.id)
