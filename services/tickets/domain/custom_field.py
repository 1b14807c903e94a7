"""A field that the tenant adds to its tickets, and the values that it takes."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import isfinite
from re import ASCII, fullmatch
from uuid import UUID

from shared.errors import Invalid

MOST_FIELDS = 50
MOST_OPTIONS = 100
LONGEST_TEXT = 65_536
Scalar = str | int | float | bool


class FieldType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    SELECT = "select"


@dataclass(frozen=True, slots=True)
class CustomField:
    """Only a select has options. `required` holds for tickets that are opened from then on."""

    id: UUID
    tenant_id: UUID
    name: str
    type: FieldType
    options: tuple[str, ...]
    required: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class CustomFieldValue:
    """What a ticket says in the field with this id."""

    id: UUID
    value: Scalar


def options_for(kind: FieldType, options: Sequence[str]) -> tuple[str, ...]:
    """The options of a field of this type. Raises Invalid naming `options`."""
    if kind is not FieldType.SELECT:
        if options:
            raise Invalid.field("options", "Only a select has options.")
        return ()
    if not 1 <= len(options) <= MOST_OPTIONS:
        raise Invalid.field("options", f"A select has 1 to {MOST_OPTIONS} options.")
    if len(set(options)) != len(options):
        raise Invalid.field("options", "No two options may be the same.")
    return tuple(options)


def checked(field: CustomField, value: object) -> CustomFieldValue | None:
    """The value as a ticket keeps it; None, which takes the value away, stays None. Raises Invalid naming `value`."""
    if value is None:
        if field.required:
            raise Invalid.field("value", f"{field.name} must have a value.")
        return None
    return CustomFieldValue(field.id, READ[field.type](field, value))


def _text(_: CustomField, value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= LONGEST_TEXT:
        raise Invalid.field("value", f"Must be a text of 1 to {LONGEST_TEXT} characters.")
    if any(unicodedata.category(character) in {"Cc", "Cs"} and character not in "\t\n\r" for character in value):
        raise Invalid.field("value", "Must not contain control characters other than tab and line breaks.")
    return value


def _number(_: CustomField, value: object) -> int | float:
    # An integer beyond 64 bits could not be stored.
    whole = isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63
    if (isinstance(value, int) and whole) or (isinstance(value, float) and isfinite(value)):
        return value
    raise Invalid.field("value", "Must be a finite number, and within 64 bits where it is whole.")


def _boolean(_: CustomField, value: object) -> bool:
    if not isinstance(value, bool):
        raise Invalid.field("value", "Must be true or false.")
    return value


def _date(_: CustomField, value: object) -> str:
    # The library reads other ways of writing a date as well.
    if isinstance(value, str) and fullmatch(r"\d{4}-\d{2}-\d{2}", value, ASCII):
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            pass  # answered below, with everything else that is no date
    raise Invalid.field("value", "Must be a date such as 2026-12-31.")


def _option(field: CustomField, value: object) -> str:
    if not isinstance(value, str) or value not in field.options:
        raise Invalid.field("value", "Must be one of the field's options.")
    return value


READ: dict[FieldType, Callable[[CustomField, object], Scalar]] = {
    FieldType.TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: _date,
    FieldType.SELECT: _option,
}
