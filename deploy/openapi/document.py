"""The whole document: `openapi_document()` is what the gateway serves at `/openapi.json`."""

import json

from pydantic.json_schema import models_json_schema

from deploy.openapi.catalogue import parts
from deploy.openapi.errors import error_components, form_of
from deploy.openapi.examples import with_examples
from deploy.openapi.parameters import PARAMETERS, RETURNED
from deploy.openapi.schemas import Json, plain
from deploy.openapi.shared_paths import merged
from deploy.openapi.surface import part_document
from shared.vocabulary import Surface

ABOUT = """One helpdesk, four surfaces: a ticket that is made on one is read, answered and closed on any other.

Every request has a key: `Authorization: Bearer <key>`. The answers 429 (with `Retry-After`) and 503 ask to come again.
Times are RFC 3339 in UTC. Unknown fields and unknown query parameters are ignored."""
SECURITY: Json = {
    "key": {"type": "http", "scheme": "bearer", "description": "An API key: `zn_live_…`, `ak_…` or `hd_live_…`."},
    "operatorToken": {"type": "http", "scheme": "bearer", "description": "The operator's token."},
}


def openapi_document() -> str:
    """OpenAPI 3.1 as JSON: every route that the gateway leads to, with every answer that it can give."""
    catalogue = parts()
    documents = {part.tag: part_document(part) for part in catalogue}
    schemas = {name: schema for said in documents.values() for name, schema in said["schemas"].items()}
    document: Json = {
        "openapi": "3.1.0",
        "info": {"title": "helpdesk", "version": "1", "description": ABOUT},
        "servers": [{"url": "/"}],
        "tags": [{"name": part.tag, "description": part.about} for part in catalogue],
        "paths": _paths(documents, schemas=schemas),
        "components": {
            "schemas": with_examples({**schemas, **_error_forms()}),
            "responses": error_components((Surface.MESSENGER, Surface.ENVELOPE)),
            "parameters": PARAMETERS,
            "headers": RETURNED,
            "securitySchemes": SECURITY,
        },
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _paths(documents: dict[str, Json], *, schemas: Json) -> Json:
    paths: Json = {}
    for tag, said in documents.items():
        for path, item in said["paths"].items():
            there = paths.setdefault(path, {})
            for method, operation in item.items():
                if method in there and tag == Surface.ENTITY:
                    there[method] = merged(there[method], operation, schemas=schemas)
                elif method in there:
                    raise ValueError(f"two operations at {method} {path}")
                else:
                    there[method] = operation
    return paths


def _error_forms() -> Json:
    _, said = models_json_schema(
        [(form_of(surface), "serialization") for surface in Surface], ref_template="#/components/schemas/{model}"
    )
    forms: Json = plain(said["$defs"])
    return forms
