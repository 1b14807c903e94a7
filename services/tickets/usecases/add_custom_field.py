"""Add a custom field."""

from collections.abc import Sequence
from uuid import UUID

from services.tickets.domain.custom_field import CustomField, FieldType, options_for
from services.tickets.usecases.ports import Ports
from shared.ids import new_id_of, run_again


async def add_custom_field(
    ports: Ports, *, tenant_id: UUID, name: str, kind: FieldType, options: Sequence[str], required: bool
) -> CustomField:
    """The new field. Raises Invalid for options that do not fit, Conflict for a name that is taken or one too many."""
    field_id = new_id_of("custom field")
    if run_again() and (made := await ports.custom_fields.find(tenant_id, field_id)):
        return made
    now = ports.clock()
    field = CustomField(field_id, tenant_id, name, kind, options_for(kind, options), required, now, now)
    return await ports.custom_fields.add(field)
