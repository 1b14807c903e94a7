"""The limits of names, tags and texts, to the character."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.dialects.fields import Name, Subject, Tag, Text

LONE_SURROGATE = chr(0xD800)
CONTROL = ["\x00", "\x07", "\x1b", "\x7f", "\x85", LONE_SURROGATE]


def accepted(field: Any, value: object) -> bool:
    try:
        TypeAdapter(field).validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(("field", "longest"), [(Subject, 255), (Name, 255), (Tag, 64), (Text, 65_536)])
@pytest.mark.parametrize("character", ["x", "ж", "🎫"])
def test_a_field_takes_as_many_characters_as_it_may_and_no_more(field: Any, longest: int, character: str) -> None:
    assert accepted(field, character)
    assert accepted(field, character * longest)
    assert not accepted(field, character * (longest + 1))
    assert not accepted(field, "")


@pytest.mark.parametrize("field", [Subject, Tag])
def test_names_are_trimmed_before_they_are_measured(field: Any) -> None:
    assert TypeAdapter(field).validate_python("  a b  ") == "a b"
    assert not accepted(field, "   ")


@pytest.mark.parametrize("character", [*CONTROL, "\t", "\n", "\r"])
@pytest.mark.parametrize("field", [Subject, Tag])
def test_names_have_no_control_characters(field: Any, character: str) -> None:
    assert not accepted(field, f"a{character}b")


@pytest.mark.parametrize("character", CONTROL)
def test_texts_have_no_other_control_characters(character: str) -> None:
    assert not accepted(Text, f"a{character}b")


@pytest.mark.parametrize("text", ["a\tb", "a\r\nb", "\n", "🎫 ж é"])
def test_texts_keep_tabs_and_line_breaks_as_they_are(text: str) -> None:
    assert TypeAdapter(Text).validate_python(text) == text


@pytest.mark.parametrize("value", [None, 7, True, ["a"], {"a": 1}])
@pytest.mark.parametrize("field", [Subject, Tag, Text])
def test_only_a_string_is_a_name_or_a_text(field: Any, value: object) -> None:
    assert not accepted(field, value)


@given(st.text(max_size=300))
def test_what_is_taken_can_be_written_as_utf_8(text: str) -> None:
    if accepted(Text, text):
        assert text.encode().decode() == text
