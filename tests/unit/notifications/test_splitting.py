"""Long texts are cut where a reader would cut them, and never beyond what a messenger takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.splitting import split


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_a_text_that_fits_is_left_whole() -> None:
    assert split("First.\n\n  Second.", limit=20) == ("First.\n\n  Second.",)


def test_a_long_text_is_cut_at_its_last_paragraph() -> None:
    assert split("one two three\n\nfour\nfive six", limit=20) == ("one two three", "four\nfive six")


def test_without_a_paragraph_it_is_cut_at_a_line() -> None:
    assert split("one two three\nfour five six", limit=20) == ("one two three", "four five six")


def test_without_a_line_it_is_cut_at_a_word() -> None:
    assert split("one two three four five", limit=12) == ("one two", "three four", "five")


def test_a_word_that_ends_at_the_limit_stays_whole() -> None:
    assert split("one two three", limit=7) == ("one two", "three")


def test_a_paragraph_too_early_is_no_place_to_cut() -> None:
    assert split("Hi.\n\n" + "word " * 6, limit=20) == ("Hi.\n\nword word word", "word word word")


def test_a_word_without_end_is_cut_anyway() -> None:
    assert split("x" * 25, limit=10) == ("x" * 10, "x" * 10, "x" * 5)


def test_characters_of_two_units_count_twice_and_are_never_torn() -> None:
    assert split("😀" * 5, limit=5) == ("😀😀", "😀😀", "😀")


@pytest.mark.parametrize("text", ["", " ", "\n\t \n"])
def test_a_text_of_white_space_has_no_parts(text: str) -> None:
    assert split(text, limit=10) == ()


@given(st.text(alphabet="ab 😀\n", max_size=300), st.integers(min_value=2, max_value=40))
def test_parts_fit_are_never_empty_and_lose_nothing_but_white_space(text: str, limit: int) -> None:
    parts = split(text, limit=limit)
    assert all(0 < units(part) <= limit for part in parts)
    assert all(part == part.strip() for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(st.lists(st.text(alphabet="ab😀", min_size=1, max_size=5), max_size=60), st.integers(10, 40))
def test_no_word_that_fits_is_torn(words: list[str], limit: int) -> None:
    assert " ".join(split(" ".join(words), limit=limit)).split() == words
