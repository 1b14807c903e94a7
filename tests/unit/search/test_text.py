"""Promises of how texts are compared."""

from unicodedata import normalize

import pytest

from services.search.domain.text import folded, pieces


@pytest.mark.parametrize(
    ("one", "other"),
    [("Order", "oRDER"), ("ЗАКАЗ", "заказ"), ("Straße", "STRASSE"), (normalize("NFD", "Été"), normalize("NFC", "éTÉ"))],
)
def test_case_and_form_make_no_difference(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_folding_twice_changes_nothing_more() -> None:
    every = "".join(map(chr, range(0x20, 0xD800)))
    assert folded(folded(every)) == folded(every)


@pytest.mark.parametrize(
    ("text", "found"),
    [("where is my order", ["where", "is", "my", "order"]), ("re: e-mail ?", ["re:", "e-mail"]), ("?! -- «»", [])],
)
def test_pieces_are_what_has_a_letter_or_a_digit(text: str, found: list[str]) -> None:
    assert pieces(text) == found
