"""One field of a whole request spoilt: every leaf of every sample in turn."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from tests.integration.security.routes import Json

Step = str | int
Way = tuple[Step, ...]


def leaves(part: Any, way: Way = ()) -> Iterator[Way]:
    """The way to each value that holds no others."""
    steps: list[tuple[Step, Any]] = []
    if isinstance(part, dict):
        steps = list(part.items())
    elif isinstance(part, list):
        steps = list(enumerate(part))
    else:
        yield way
    for step, each in steps:
        yield from leaves(each, (*way, step))


def spoilt(body: Json, way: Way, value: Any) -> Json:
    """The body with another value there."""
    changed: Any = deepcopy(body)
    inner = changed
    for step in way[:-1]:
        inner = inner[step]
    inner[way[-1]] = value
    return dict(changed)


def at(body: Any, way: Way) -> Any:
    for step in way:
        body = body[step]
    return body
