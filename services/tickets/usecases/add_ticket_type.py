"""Add a ticket type."""

from uuid import UUID

from services.tickets.domain.directory import TicketType
from services.tickets.usecases.ports import Ports
from shared.ids import new_id_of


async def add_ticket_type(
    ports: Ports, *, tenant_id: UUID, name: str, description: str | None, sort_order: int
) -> TicketType:
    """The new type, enabled."""
    now = ports.clock()
    ticket_type = TicketType(new_id_of("ticket type"), tenant_id, name, description, sort_order, True, now, now)
    return await ports.ticket_types.add(ticket_type)
