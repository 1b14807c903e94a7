"""The API document as tests use it: stricter than it is published, and aimed at things that exist."""

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

Json = dict[str, Any]

FILE = Path(__file__).parents[2] / "gateway" / "openapi.json"
SCHEMAS = "#/components/schemas/"


def read_document() -> Json:
    """The document that the gateway serves."""
    document: Json = json.loads(FILE.read_text())
    return document


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    """Path, method and operation of each."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def strict(document: Json) -> Json:
    """The document in which nothing that is answered has a field that its schema does not name."""
    held = deepcopy(document)
    for name in answered(held):
        schema = held["components"]["schemas"][name]
        if "properties" in schema:
            schema["additionalProperties"] = False
    return held


def answered(document: Json) -> set[str]:
    """The names of all schemas that an answer refers to, directly or not."""
    found: set[str] = set()
    waiting = [operation["responses"] for _, _, operation in operations(document)]
    waiting.append(document["components"]["responses"])
    while waiting:
        for name in _references(waiting.pop()) - found:
            found.add(name)
            waiting.append(document["components"]["schemas"][name])
    return found


def _references(part: Any) -> set[str]:
    if isinstance(part, dict):
        mine = {part["$ref"].removeprefix(SCHEMAS)} if str(part.get("$ref", "")).startswith(SCHEMAS) else set()
        return mine.union(*(_references(each) for each in part.values()))
    if isinstance(part, list):
        return set().union(*(_references(each) for each in part))
    return set()


def aimed(document: Json, *, ids: Mapping[str, Sequence[str]], speaks: str, entity: str | None = None) -> Json:
    """The document for a caller who speaks one of the two surfaces that share a base, and knows of things that exist.

    `ids` are for path parameters and body fields by their names; with `entity`, requests name it.
    """
    taken = deepcopy(document)
    taken["paths"] = {
        path: {method: each for method, each in item.items() if not _other(each, speaks=speaks)}
        for path, item in taken["paths"].items()
    }
    for _, method, operation in operations(taken):
        # What is deleted is there no more: nothing that the other operations need.
        known = {} if method == "delete" else ids
        operation["parameters"] = list(_parameters(operation, ids=known, entity=entity))
        _choose(operation, speaks=speaks)
    told = answered(taken)
    for title, schema in taken["components"]["schemas"].items():
        for name, field in schema.get("properties", {}).items():
            if name in ids and title not in told:
                _aim(field, ids[name])
    return taken


def _other(operation: Json, *, speaks: str) -> bool:
    """Whether only callers of the other surface are answered here."""
    both = {"workflow", "entity"}
    return bool(both & set(operation["tags"])) and speaks not in operation["tags"]


def _parameters(operation: Json, *, ids: Mapping[str, Sequence[str]], entity: str | None) -> Iterator[Json]:
    for parameter in operation["parameters"]:
        if parameter.get("$ref", "").rpartition("/")[2] in {"EntityQuery", "EntityHeader"}:
            continue
        if parameter.get("in") == "path" and parameter["name"] in ids:
            parameter["schema"] = {"enum": list(ids[parameter["name"]])}
        yield parameter
    if entity and "entity" in operation["tags"]:
        yield {"name": "entityId", "in": "query", "required": True, "schema": {"const": entity}}


def _choose(operation: Json, *, speaks: str) -> None:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    if choices := content.get("schema", {}).get("oneOf"):
        content["schema"] = choices[0 if speaks == "workflow" else 1]


def _aim(field: Json, values: Sequence[str]) -> None:
    target = next((choice for choice in field.get("anyOf", [field]) if choice.get("format") == "uuid"), None)
    if target is not None:
        target["enum"] = list(values)
