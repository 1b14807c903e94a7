"""Texts of customers as the product's own rules for texts want them."""

import unicodedata

LINE_BREAKS_AND_TAB = "\t\n\r"
UNWANTED = frozenset({"Cc", "Cs"})


def legible(text: str) -> str:
    """Without the control characters and torn characters that no text here may have."""
    return "".join(each for each in text if each in LINE_BREAKS_AND_TAB or unicodedata.category(each) not in UNWANTED)
