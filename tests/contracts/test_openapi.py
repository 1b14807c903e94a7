"""What a reader and a generator of clients need of the API document, operation by operation."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from deploy.openapi.catalogue import parts
from deploy.openapi.schemas import renamed
from tests.support.api_document import Json, operations, read_document
from tests.test_walls import ROOT

DOCUMENT = read_document()
SCHEMAS: Json = DOCUMENT["components"]["schemas"]
OPERATIONS = [pytest.param(path, method, each, id=each["operationId"]) for path, method, each in operations(DOCUMENT)]
TAGS = ["messenger", "workflow", "envelope", "entity", "operator"]


def resolved(part: Json) -> Json:
    """What a reference stands for."""
    while "$ref" in part:
        _, *place = part["$ref"].split("/")
        found: Any = DOCUMENT
        for name in place:
            found = found[name]
        part = found
    return part


def test_names_of_operations_are_unique_and_begin_with_their_surface() -> None:
    names = [each["operationId"] for _, _, each in operations(DOCUMENT)]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(rf"({'|'.join(TAGS)}|workflow_or_entity)(_[a-z]+)+", name) for name in names), names


def test_every_surface_is_a_tag() -> None:
    assert [tag["name"] for tag in DOCUMENT["tags"]] == TAGS
    assert {tag for _, _, each in operations(DOCUMENT) for tag in each["tags"]} == set(TAGS)


def test_nothing_internal_is_told() -> None:
    hidden = ("/internal", "/healthz", "/readyz", "/metrics", "/openapi.json", "/docs")
    assert [path for path in DOCUMENT["paths"] if path.startswith(hidden)] == []


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_an_operation_says_what_it_takes_and_answers(path: str, method: str, operation: Json) -> None:
    assert operation["summary"]
    assert operation["security"]
    parameters = [resolved(parameter) for parameter in operation["parameters"]]
    assert set(re.findall(r"{(\w+)}", path)) == {each["name"] for each in parameters if each["in"] == "path"}
    assert [each["name"] for each in parameters if each["in"] != "path" and not each.get("description")] == []
    names = {each["name"] for each in parameters}
    assert "X-Request-Id" in names
    assert ("Idempotency-Key" in names) == (method == "post")
    assert ("If-Match" in names) == ("412" in operation["responses"])
    assert [status for status in operation["responses"] if status.startswith("2")]
    assert {"401", "429", "503"} <= set(operation["responses"])


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_every_refusal_has_a_form_and_an_example(path: str, method: str, operation: Json) -> None:
    for status, answer in operation["responses"].items():
        if int(status) < 400 or status == "416":
            continue
        said = resolved(answer)["content"]["application/json"]
        assert said["schema"], status
        assert said.get("example") or said.get("examples"), status


def test_workflow_and_entity_share_one_operation_where_they_share_an_address() -> None:
    shared = {
        each["operationId"]: each for _, _, each in operations(DOCUMENT) if each["tags"] == ["workflow", "entity"]
    }
    assert set(shared) == {
        f"workflow_or_entity_{name}" for name in ("create_ticket", "list_tickets", "get_ticket", "update_ticket")
    }
    for operation in shared.values():
        names = {resolved(parameter)["name"] for parameter in operation["parameters"]}
        assert {"entityId", "x-entity-id"} <= names
        answer = next(operation["responses"][status] for status in ("200", "201") if status in operation["responses"])
        assert len(answer["content"]["application/json"]["schema"]["oneOf"]) == 2
        if "requestBody" in operation:
            assert len(operation["requestBody"]["content"]["application/json"]["schema"]["oneOf"]) == 2


def bodies() -> Iterator[str]:
    """The names of all schemas of JSON bodies."""
    for _, _, operation in operations(DOCUMENT):
        schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        for choice in schema.get("oneOf") or schema.get("anyOf") or [schema]:
            if "$ref" in choice:
                yield choice["$ref"].rpartition("/")[2]


def test_every_body_has_an_example() -> None:
    assert [name for name in bodies() if not SCHEMAS[name]["examples"][0]] == []


@pytest.mark.parametrize("name", [name for name, schema in SCHEMAS.items() if "examples" in schema])
def test_an_example_has_its_own_schema(name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": SCHEMAS}}
    validator = Draft202012Validator(schema, validate_formats=True)
    complaints = [str(each) for example in SCHEMAS[name]["examples"] for each in validator.iter_errors(example)]
    assert complaints == []


@pytest.mark.parametrize("name", [name for name in SCHEMAS if name.endswith("Changes")])
def test_what_changes_a_thing_has_no_defaults_that_a_client_might_send(name: str) -> None:
    assert [field for field, schema in SCHEMAS[name]["properties"].items() if "default" in schema] == []


def test_two_schemas_of_one_name_are_refused() -> None:
    schemas: Json = {"TicketShown": {"type": "object"}, "Ticket": {"type": "object"}}
    with pytest.raises(ValueError, match="share a name"):
        renamed({"components": {"schemas": schemas}, "paths": {}}, prefix="Workflow")


def test_no_secret_is_in_an_example() -> None:
    said = (ROOT / "gateway" / "openapi.json").read_text()
    assert re.findall(r"(?:zn_live_|hd_live_|ak_|whsec_)[A-Za-z0-9_-]{16,}", said) == []


def test_every_route_of_the_services_is_told() -> None:
    """Each module that makes a router is one that the document was made from."""
    makers = {
        path.relative_to(ROOT).as_posix()
        for house in ("gateway", "services")
        for path in (ROOT / house).rglob("api/**/*.py")
        if "APIRouter(" in path.read_text()
    }
    untold = {"gateway/api/documents.py", "gateway/api/health.py", "services/notifications/api/hooks.py"}
    assert {
        path for path in makers - untold if "/internal/" not in path and not path.startswith("services/search/")
    } == told()


def told() -> set[str]:
    modules = {route.endpoint.__module__ for part in parts() for router in part.routers for route in _routes(router)}
    return {f"{module.replace('.', '/')}.py" for module in modules}


def _routes(router: Any) -> Iterator[Any]:
    """The router's own routes, and those of routers that it includes."""
    for route in router.routes:
        if hasattr(route, "original_router"):
            yield from _routes(route.original_router)
        else:
            yield route
