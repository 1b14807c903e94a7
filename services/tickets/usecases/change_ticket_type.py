"""Change a ticket type."""

from dataclasses import replace
from uuid import UUID

from services.tickets.domain.directory import TicketType
from services.tickets.usecases.ports import Ports


async def change_ticket_type(
    ports: Ports, *, tenant_id: UUID, ticket_type_id: UUID, **given: str | int | bool | None
) -> TicketType:
    """The type with what was given (name, description, sort_order, enabled) changed."""
    before = await ports.ticket_types.get(tenant_id, ticket_type_id)
    ticket_type = replace(before, **given, updated_at=ports.clock())  # type: ignore[arg-type]  # fields by name
    await ports.ticket_types.save(ticket_type)
    return ticket_type
