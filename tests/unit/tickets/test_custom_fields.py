"""Custom fields: what each type takes, and all that is wrong with a ticket's values at once."""

from typing import Any
from uuid import UUID

import pytest

from services.tickets.domain.custom_field import (
    LONGEST_TEXT,
    CustomField,
    CustomFieldValue,
    FieldType,
    checked,
    options_for,
)
from services.tickets.domain.custom_values import checked_values
from shared.errors import Invalid
from tests.unit.tickets.builders import OPENED, TENANT_ID

NOTHING = UUID(int=99)
TAKEN: list[tuple[FieldType, Any]] = [
    (FieldType.TEXT, "x"),
    (FieldType.TEXT, "two\n\tlines\r\n"),
    (FieldType.TEXT, "ж" * LONGEST_TEXT),
    (FieldType.NUMBER, 0),
    (FieldType.NUMBER, -(2**63)),
    (FieldType.NUMBER, 2**63 - 1),
    (FieldType.NUMBER, 1.5),
    (FieldType.NUMBER, 1e300),
    (FieldType.BOOLEAN, True),
    (FieldType.BOOLEAN, False),
    (FieldType.DATE, "2026-12-31"),
    (FieldType.DATE, "2028-02-29"),
    (FieldType.SELECT, "red"),
]
UNFIT: dict[FieldType, list[Any]] = {
    FieldType.TEXT: ["", "x" * (LONGEST_TEXT + 1), "a\x00b", "a\x1bb", chr(0xD800), 7, True],
    FieldType.NUMBER: [True, "7", 2**63, -(2**63) - 1, float("nan"), float("inf"), [], {}],
    FieldType.BOOLEAN: [0, 1, "true", []],
    FieldType.DATE: ["2026-02-29", "2026-13-01", "0000-01-01", "20261231", "2026-W01-1", "2026-12-31T00:00:00Z",
                     "٢٠٢٦-12-31", "2026-12-31\n", "", 20261231],
    FieldType.SELECT: ["Red", "", 0, ["red"]],
}  # fmt: skip
REFUSED = [(kind, value) for kind, values in UNFIT.items() for value in values]


def field(kind: FieldType = FieldType.TEXT, *, number: int = 1, required: bool = False) -> CustomField:
    options = ("red", "green") if kind is FieldType.SELECT else ()
    return CustomField(UUID(int=number), TENANT_ID, f"Field {number}", kind, options, required, OPENED, OPENED)


def complaints(fields: list[CustomField], wanted: list[tuple[UUID, object]], *, complete: bool = False) -> list[str]:
    with pytest.raises(Invalid) as refused:
        checked_values(fields, wanted, complete=complete)
    return [problem.field for problem in refused.value.problems]


@pytest.mark.parametrize(("kind", "value"), TAKEN)
def test_a_fitting_value_is_taken_as_it_is(kind: FieldType, value: Any) -> None:
    taken = checked(field(kind), value)
    assert taken == CustomFieldValue(UUID(int=1), value)
    assert taken is not None
    assert type(taken.value) is type(value)


@pytest.mark.parametrize(("kind", "value"), REFUSED)
def test_any_other_value_is_refused(kind: FieldType, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        checked(field(kind), value)
    assert [problem.field for problem in refused.value.problems] == ["value"]


@pytest.mark.parametrize("kind", FieldType)
def test_null_takes_a_value_away_unless_there_must_be_one(kind: FieldType) -> None:
    assert checked(field(kind), None) is None
    with pytest.raises(Invalid):
        checked(field(kind, required=True), None)


def test_everything_that_is_wrong_is_named_in_its_place() -> None:
    fields = [field(), field(FieldType.NUMBER, number=2), field(number=3, required=True)]
    wanted = [(UUID(int=1), "fine"), (UUID(int=2), "7"), (UUID(int=1), "again"), (NOTHING, 1), (UUID(int=3), None)]
    assert complaints(fields, wanted) == [
        "custom_fields.1.value",
        "custom_fields.2.id",
        "custom_fields.3.id",
        "custom_fields.4.value",
    ]


def test_a_required_field_may_be_left_out_of_a_change_but_not_of_a_new_ticket() -> None:
    fields = [field(required=True), field(number=2)]
    wanted: list[tuple[UUID, object]] = [(UUID(int=2), "x")]
    assert checked_values(fields, wanted, complete=False) == (CustomFieldValue(UUID(int=2), "x"),)
    assert complaints(fields, wanted, complete=True) == ["custom_fields"]
    assert complaints(fields, [(UUID(int=1), 7)], complete=True) == ["custom_fields.0.value"]


def test_a_change_keeps_what_it_does_not_name() -> None:
    fields = [field(number=number) for number in (1, 2, 3)]
    before = [CustomFieldValue(each.id, "before") for each in fields]
    after = checked_values(fields, [(UUID(int=1), "after"), (UUID(int=2), None)], complete=False, before=before)
    assert after == (CustomFieldValue(UUID(int=3), "before"), CustomFieldValue(UUID(int=1), "after"))


@pytest.mark.parametrize("options", [(), tuple(map(str, range(101))), ("red", "red")])
def test_a_select_has_some_options_and_each_once(options: tuple[str, ...]) -> None:
    with pytest.raises(Invalid):
        options_for(FieldType.SELECT, options)


@pytest.mark.parametrize("kind", [each for each in FieldType if each is not FieldType.SELECT])
def test_only_a_select_has_options(kind: FieldType) -> None:
    assert options_for(kind, ()) == ()
    with pytest.raises(Invalid):
        options_for(kind, ("red",))
