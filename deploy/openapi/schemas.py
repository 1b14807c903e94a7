"""Schemas under names that no other part of the document has."""

import json
import re
from typing import Any

from shared.http.documented import SUFFIX

Json = dict[str, Any]

PLACE = "#/components/schemas/"
# The framework's own form of an error, in which none of ours is.
FRAMEWORKS = frozenset({"HTTPValidationError", "ValidationError"})


def renamed(document: Json, *, prefix: str) -> Json:
    """The document with every schema called after its surface. Raises ValueError where two would be called the same."""
    names = {name: prefix + name.removesuffix(SUFFIX) for name in document["components"]["schemas"]}
    if len(set(names.values())) != len(names) or any("__" in name for name in names):
        raise ValueError(f"schemas of {prefix} share a name: {sorted(names.values())}")
    text = re.sub(
        rf'"{PLACE}(\w+)"', lambda found: f'"{PLACE}{names[found[1]]}"', json.dumps(document, ensure_ascii=False)
    )
    renamed_document: Json = json.loads(text)
    schemas = renamed_document["components"]["schemas"]
    renamed_document["components"]["schemas"] = {
        names[name]: plain(schema) for name, schema in schemas.items() if name not in FRAMEWORKS
    }
    return renamed_document


def plain(schema: Any) -> Any:
    """The schema without titles that only repeat a name, and without null as a default: to leave out says less."""
    if isinstance(schema, list):
        return [plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {name: plain(part) for name, part in schema.items() if name != "properties"}
    if not isinstance(kept.get("title"), dict):
        kept.pop("title", None)
    if "default" in kept and kept["default"] is None:
        del kept["default"]
    if "properties" in schema:
        kept["properties"] = {name: plain(part) for name, part in schema["properties"].items()}
    return kept


def reference(name: str) -> Json:
    return {"$ref": PLACE + name}
