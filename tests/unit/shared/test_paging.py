"""A cursor is an id in a form of its own, and nothing but a cursor is taken for one."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Invalid
from shared.http.paging import cursor_of, read_cursor
from shared.ids import new_id


@given(st.uuids())
def test_a_cursor_is_read_back(row_id: UUID) -> None:
    assert read_cursor(cursor_of(row_id)) == row_id


def test_without_a_cursor_a_list_begins_at_its_beginning() -> None:
    assert read_cursor(None) is None


def test_a_cursor_can_stand_in_an_address_as_it_is() -> None:
    assert all(character.isalnum() or character in "-_" for character in cursor_of(new_id()))


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "é", "not a cursor", str(UUID(int=1)), cursor_of(UUID(int=1))[:-1], cursor_of(UUID(int=1)) + "AA"],
)
def test_what_is_no_cursor_is_refused_by_name(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_cursor(cursor)
    assert [problem.field for problem in refused.value.problems] == ["cursor"]


@pytest.mark.parametrize("spoil", ["!{}", "{}\n", "{}==", "{} "])
def test_a_cursor_with_something_about_it_is_refused(spoil: str) -> None:
    with pytest.raises(Invalid):
        read_cursor(spoil.format(cursor_of(UUID(int=1))))


@given(st.text(max_size=40))
def test_nothing_breaks_the_reading(text: str) -> None:
    try:
        read = read_cursor(text)
    except Invalid:
        return
    assert read is not None
    assert cursor_of(read) == text
