"""Remove a custom field."""

from uuid import UUID

from services.tickets.domain.filter import Filter
from services.tickets.usecases.ports import Ports
from shared.errors import Conflict


async def remove_custom_field(ports: Ports, *, tenant_id: UUID, field_id: UUID) -> None:
    """Raises Conflict while a ticket has a value in the field."""
    await ports.custom_fields.get(tenant_id, field_id)
    if await ports.tickets.any_with(tenant_id, Filter(custom_field_id=field_id)):
        raise Conflict("There are tickets with a value in this field.", code="in_use")
    await ports.custom_fields.remove(tenant_id, field_id)
