"""Cutting a long text into parts that a messenger takes."""

PARAGRAPH = "\n\n"
LINE = "\n"


def split(text: str, *, limit: int) -> tuple[str, ...]:
    """The text in parts of at most `limit` UTF-16 units, cut at a paragraph, else a line, else a word.

    White space around each part is dropped, as messengers do themselves; a text of nothing else has no parts.
    """
    parts = []
    rest = text.strip()
    while _units(rest) > limit:
        head = _fitting(rest, limit=limit)
        cut = _cut(head, following=rest[len(head)])
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return (*parts, rest) if rest else tuple(parts)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _fitting(text: str, *, limit: int) -> str:
    """As many whole characters as fit; a character of two units is never torn."""
    return text[:limit].encode("utf-16-le")[: limit * 2].decode("utf-16-le", errors="ignore")


def _cut(head: str, *, following: str) -> int:
    """Where to cut: a paragraph or line if that fills half of the part, else the last word, else the end."""
    for mark in (PARAGRAPH, LINE):
        place = head.rfind(mark)
        if place >= len(head) // 2:
            return place
    if following.isspace() or head[-1].isspace():
        return len(head)
    words = head.rsplit(maxsplit=1)
    return len(head) - len(words[-1]) if len(words) == 2 else len(head)
