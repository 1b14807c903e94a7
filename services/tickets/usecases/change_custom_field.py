"""Change a custom field."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from services.tickets.domain.custom_field import CustomField, FieldType, options_for
from services.tickets.usecases.ports import Ports
from shared.errors import Invalid


async def change_custom_field(
    ports: Ports,
    *,
    tenant_id: UUID,
    field_id: UUID,
    name: str | None = None,
    kind: FieldType | None = None,
    options: Sequence[str] | None = None,
    required: bool | None = None,
) -> CustomField:
    """The field with what was given changed; tickets keep the values that they have.

    Raises Invalid for another type and for options that do not fit, Conflict for a name that is taken.
    """
    before = await ports.custom_fields.get(tenant_id, field_id)
    if kind is not None and kind is not before.type:
        raise Invalid.field("type", "The type of a custom field cannot be changed.")
    field = replace(
        before,
        name=name if name is not None else before.name,
        options=options_for(before.type, options) if options is not None else before.options,
        required=required if required is not None else before.required,
        updated_at=ports.clock(),
    )
    await ports.custom_fields.save(field)
    return field
