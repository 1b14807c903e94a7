"""What changed in a ticket, field by field, in a surface's names and words."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic.alias_generators import to_camel

# Old and new value by the canonical name of the field; each is what an event carries as JSON.
Changes = Mapping[str, tuple[Any, Any]]
WordsOut = Mapping[str, Callable[[Any], Any]]


def camel_changes_out(changes: Changes, *, names: Mapping[str, str], words: WordsOut) -> dict[str, list[Any]]:
    """`names` has the fields that the surface calls something else, `words` those whose values it says its own way."""
    return {
        names.get(name, to_camel(name)): [words.get(name, same)(value) for value in pair]
        for name, pair in changes.items()
    }


def same(value: Any) -> Any:
    return value
