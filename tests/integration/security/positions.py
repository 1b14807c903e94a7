"""Where a route takes ids: found in the schemas of its parameters and its body, so that none is forgotten."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.integration.security.routes import INTERNAL, Json, Operation

# What is an id although its schema does not say so; `value` of a bulk may be an agent's.
NAMED = re.compile(
    r"(\w+_)?ids?|\w+I(d|ds)|members|assigned_?[tT]o|assign_to|user_id|into|cursor|before|after|view|value", re.ASCII
)
# What is called like an id and is none of ours: the caller's own word, a chat of another platform, a field's content.
PLAIN = {"external_id", "externalId", "chat_id", "telegram_chat_id", "max_chat_id", "entityId", "platform_message_id"}
# What a sibling says of its own rows, which nobody else can look up, or what is left out where it is gone.
SIBLINGS_WORD = {"channel_id", "ticket_type_id"}
CONTENTS = {("custom_fields", "[]", "value"), ("customFields", "[]", "value")}
# What stands in a path and chooses among routes, as a word.
WORDS = {"kind"}
ITEMS = "[]"


class Place(NamedTuple):
    """`where` is path, query or body; `at` leads into a body, `[]` through a list."""

    where: str
    at: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.where} {'.'.join(self.at)}"


def id_places(operation: Operation) -> set[Place]:
    """Every place of the route's request where an id may stand."""
    found = {Place("path", (name,)) for name in operation.parameters("path") if name not in WORDS}
    found |= {
        Place("query", (name,)) for name, schema in operation.parameters("query").items() if _may_be(schema, at=(name,))
    }
    if operation.body is not None:
        found |= {Place("body", at) for at in _leaves(operation.body, at=()) if at[-3:] not in CONTENTS}
    if operation.surface == INTERNAL:
        found = {place for place in found if place.where == "path" or place.at[0] not in SIBLINGS_WORD}
    return found


def fillings(sample: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Where a sample has `{kind}` for an id, and the kind."""
    if isinstance(sample, dict):
        for name, part in sample.items():
            yield from fillings(part, (*at, name))
    elif isinstance(sample, list):
        for part in sample:
            yield from fillings(part, (*at, ITEMS))
    elif isinstance(sample, str) and re.fullmatch(r"\{\w+\}", sample):
        yield at, sample[1:-1]


def _leaves(schema: Json, *, at: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for one in _alternatives(schema):
        for name, part in one.get("properties", {}).items():
            yield from _leaves(part, at=(*at, name))
        if "items" in one:
            yield from _leaves(one["items"], at=(*at, ITEMS))
        if isinstance(one.get("additionalProperties"), dict):
            yield from _leaves(one["additionalProperties"], at=(*at, "{}"))
    if at and _may_be(schema, at=at):
        yield at


def _may_be(schema: Json, *, at: tuple[str, ...]) -> bool:
    """Whether an id may be the value itself: it has the form of one, the name of one, or could be anything."""
    alternatives = _alternatives(schema)
    if any(one.get("format") == "uuid" for one in alternatives):
        return True
    if any(not one.keys() - {"title", "description", "default"} for one in alternatives):
        return True
    name = next(part for part in reversed(at) if part != ITEMS)
    return _is_id(name) and any(one.get("type") == "string" and "enum" not in one for one in alternatives)


def _is_id(name: str) -> bool:
    return name not in PLAIN and NAMED.fullmatch(name) is not None


def _alternatives(schema: Json) -> list[Json]:
    found = [
        one for word in ("anyOf", "oneOf", "allOf") for each in schema.get(word, ()) for one in _alternatives(each)
    ]
    return found or [schema]
