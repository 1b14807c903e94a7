"""Text as the index compares it: without case, and in one form where Unicode has several."""

from unicodedata import category, normalize


def folded(text: str) -> str:
    """The text in the form in which it is stored and looked for: `ÉTÉ`, in whatever form, is `été`."""
    return normalize("NFC", normalize("NFC", text).casefold())


def pieces(text: str) -> list[str]:
    """What stands between white space and has a letter or a digit: `re: e-mail ?` has `re:` and `e-mail`."""
    return [piece for piece in text.split() if any(category(character)[0] in "LN" for character in piece)]
