"""parse_mode HTML: text with tags becomes plain text and entities, or the refusal that the platform words."""

import html
import re
from dataclasses import dataclass, field

from .nouns import JsonObject
from .refusals import Refusal, bad_request

KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "a": "text_link", "blockquote": "blockquote", "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
NAME = re.compile(r"<(/?)([^\s>]*)")
REST = re.compile(r"((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")
HREF = re.compile(r"href\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")


def utf16_length(text: str) -> int:
    """How many UTF-16 code units `text` takes: the unit of offsets and limits."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> tuple[str, list[JsonObject]]:
    """The plain text and its entities, in the order they begin; bad markup raises a 400 refusal."""
    reading = _Reading(source)
    while reading.position < len(source):
        if source[reading.position] == "<":
            reading.tag()
        else:
            reading.plain()
    if reading.open:
        raise _refuse(f'Can\'t find end tag corresponding to start tag "{reading.open[-1].name}"')
    return reading.text, sorted(reading.entities, key=_order)


@dataclass(frozen=True)
class _OpenTag:
    name: str
    offset: int
    extra: JsonObject


@dataclass
class _Reading:
    source: str
    position: int = 0
    text: str = ""
    open: list[_OpenTag] = field(default_factory=list)
    entities: list[JsonObject] = field(default_factory=list)

    def plain(self) -> None:
        end = self.source.find("<", self.position)
        end = len(self.source) if end < 0 else end
        chunk = self.source[self.position : end]
        self.text += REFERENCE.sub(lambda found: html.unescape(found[0]), chunk)
        self.position = end

    def tag(self) -> None:
        at = len(self.source[: self.position].encode())
        named = NAME.match(self.source, self.position)
        rest = REST.match(self.source, named.end()) if named else None
        closing, name = (named[1], named[2].lower()) if named else ("", "")
        if not closing and name not in KINDS and (named is None or named.end() < len(self.source)):
            raise _refuse(f'Unsupported start tag "{name}" at byte offset {at}')
        if rest is None:
            raise _refuse(f"Unclosed {'end' if closing else 'start'} tag at byte offset {at}")
        if closing:
            self._close(name, at=at)
        else:
            self.open.append(_OpenTag(name, utf16_length(self.text), _extra(name, rest[1])))
        self.position = rest.end()

    def _close(self, name: str, *, at: int) -> None:
        if not self.open:
            raise _refuse(f"Unexpected end tag at byte offset {at}")
        tag = self.open.pop()
        if name not in ("", tag.name):
            raise _refuse(f'Unmatched end tag at byte offset {at}, expected "</{tag.name}>", found "</{name}>"')
        length = utf16_length(self.text) - tag.offset
        if length and not (tag.name == "a" and "url" not in tag.extra):
            self.entities.append({"type": KINDS[tag.name], "offset": tag.offset, "length": length, **tag.extra})


def _extra(name: str, attributes: str) -> JsonObject:
    found = HREF.search(attributes) if name == "a" else None
    return {"url": html.unescape(next(group for group in found.groups() if group is not None))} if found else {}


def _order(entity: JsonObject) -> tuple[int, int]:
    return int(str(entity["offset"])), -int(str(entity["length"]))


def _refuse(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")
