"""All custom fields of a ticket together: which values it has after somebody wanted some of them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.tickets.domain.custom_field import CustomField, CustomFieldValue, checked
from shared.errors import Invalid, Problem


def checked_values(
    fields: Sequence[CustomField],
    wanted: Sequence[tuple[UUID, object]],
    *,
    complete: bool,
    before: Sequence[CustomFieldValue] = (),
) -> tuple[CustomFieldValue, ...]:
    """The values that a ticket has afterwards: those of `before` that `wanted` does not name, then the new ones.

    None takes a value away. With `complete`, as for a new ticket, every required field must have a value.
    Raises Invalid naming each `custom_fields.N.id` and `custom_fields.N.value` that is wrong.
    """
    known = {field.id: field for field in fields}
    named: set[UUID] = set()
    values: list[CustomFieldValue] = []
    problems: list[Problem] = []
    for place, (field_id, value) in enumerate(wanted):
        try:
            new = checked(_once(known, field_id, named), value)
            values += [] if new is None else [new]
        except Invalid as error:
            problems += [Problem(f"custom_fields.{place}.{each.field}", each.message) for each in error.problems]
        named.add(field_id)
    result = (*(value for value in before if value.id not in named), *values)
    if complete:
        problems += _missing(fields, named | {value.id for value in result})
    if problems:
        raise Invalid(*problems)
    return result


def _once(known: Mapping[UUID, CustomField], field_id: UUID, named: set[UUID]) -> CustomField:
    """The field. Raises Invalid naming `id` where there is none, or where it was named before."""
    if field_id not in known:
        raise Invalid.field("id", "There is no custom field with this id.")
    if field_id in named:
        raise Invalid.field("id", "This custom field is given more than once.")
    return known[field_id]


def _missing(fields: Sequence[CustomField], answered: set[UUID]) -> list[Problem]:
    """A required field that was named with a wrong value is complained of in its own place."""
    return [
        Problem("custom_fields", f"{field.name} ({field.id}) must have a value.")
        for field in fields
        if field.required and field.id not in answered
    ]
