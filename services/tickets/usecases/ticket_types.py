"""Add, change and remove ticket types."""

from dataclasses import replace
from uuid import UUID

from services.tickets.domain.directory import TicketType
from services.tickets.domain.filter import Filter
from services.tickets.usecases.ports import Ports
from shared.errors import Conflict
from shared.ids import new_id


async def add_ticket_type(
    ports: Ports, *, tenant_id: UUID, name: str, description: str | None, sort_order: int
) -> TicketType:
    """The new type, enabled."""
    now = ports.clock()
    ticket_type = TicketType(new_id(), tenant_id, name, description, sort_order, True, now, now)
    await ports.ticket_types.add(ticket_type)
    return ticket_type


async def change_ticket_type(
    ports: Ports, *, tenant_id: UUID, ticket_type_id: UUID, **given: str | int | bool | None
) -> TicketType:
    """The type with what was given (name, description, sort_order, enabled) changed."""
    before = await ports.ticket_types.get(tenant_id, ticket_type_id)
    ticket_type = replace(before, **given, updated_at=ports.clock())  # type: ignore[arg-type]  # fields by name
    await ports.ticket_types.save(ticket_type)
    return ticket_type


async def remove_ticket_type(ports: Ports, *, tenant_id: UUID, ticket_type_id: UUID) -> None:
    """Raises Conflict while a ticket is of this type: disabling is always possible."""
    await ports.ticket_types.get(tenant_id, ticket_type_id)
    if await ports.tickets.any_with(tenant_id, Filter(ticket_type_id=ticket_type_id)):
        raise Conflict("There are tickets of this type; disable it instead.", code="in_use")
    await ports.ticket_types.remove(tenant_id, ticket_type_id)
