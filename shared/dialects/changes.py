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
        names.get(name, to_camel(name)): [words.get(name, camel)(value) for value in pair]
        for name, pair in changes.items()
    }


def camel(value: Any) -> Any:
    """What has fields of its own has them in this case too."""
    return {to_camel(name): each for name, each in value.items()} if isinstance(value, Mapping) else value


def same(value: Any) -> Any:
    return value
