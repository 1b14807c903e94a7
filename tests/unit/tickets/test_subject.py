"""What becomes the subject of a ticket that was opened without one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from services.tickets.usecases.open_ticket import subject_of
from shared.dialects.fields import Subject, Text


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Where is my order?", "Where is my order?"),
        ("Hello\nmy order is late", "Hello"),
        ("\n\n  \t\r\n  My order  \n is late", "My order"),
        ("My\torder   is late", "My order is late"),
        ("x" * 200, "x" * 80),
        ("x" * 79 + " and more", "x" * 79),
        (" \n\t ", "…"),
        ("Грузовик\r\nсломался", "Грузовик"),
    ],
)
def test_the_first_line_that_says_something(text: str, subject: str) -> None:
    assert subject_of(text) == subject


@given(st.text(min_size=1, max_size=300))
def test_whatever_may_be_a_text_gives_what_may_be_a_subject(text: str) -> None:
    try:
        TypeAdapter(Text).validate_python(text)
    except ValidationError:
        return
    subject = subject_of(text)
    assert 1 <= len(subject) <= 80
    assert TypeAdapter(Subject).validate_python(subject) == subject
