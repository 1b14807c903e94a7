"""Read what was done to a ticket, and by whom."""

from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.history import Occurrence
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.visible import visible_ticket


async def read_history(
    ports: Ports, *, actor: Actor, ticket_id: UUID, after: int, limit: int
) -> tuple[list[Occurrence], bool]:
    """Up to `limit` entries beyond the place `after`, from the creation on; and whether there are more.

    Whatever was stored before the call is among them, published or not. Raises NotFound.
    """
    ticket = await visible_ticket(ports, actor=actor, ticket_id=ticket_id)
    return await ports.history.page(actor.tenant_id, ticket.id, after=after, limit=limit)
