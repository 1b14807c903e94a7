"""Remove a ticket type."""

from uuid import UUID

from services.tickets.domain.filter import Filter
from services.tickets.usecases.ports import Ports
from shared.errors import Conflict


async def remove_ticket_type(ports: Ports, *, tenant_id: UUID, ticket_type_id: UUID) -> None:
    """Raises Conflict while a ticket is of this type: disabling is always possible."""
    await ports.ticket_types.get(tenant_id, ticket_type_id)
    if await ports.tickets.any_with(tenant_id, Filter(ticket_type_id=ticket_type_id)):
        raise Conflict("There are tickets of this type; disable it instead.", code="in_use")
    await ports.ticket_types.remove(tenant_id, ticket_type_id)
