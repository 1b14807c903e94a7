"""Every route that the product has, out of the apps that its processes serve: what the generated tests go through."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from deploy.local.processes import GATEWAY, PORTS, module_of
from deploy.local.secrets_kept import NAMES, new_secret
from gateway.api.own import own_app
from shared.http.surfaces import Surfaces

BASES = ("/v1/helpdesk", "/helpdesk/api/v1", "/api/helpdesk", "/api/v1")
METHODS = ("get", "head", "post", "put", "patch", "delete")
READING = frozenset({"GET", "HEAD"})
INTERNAL, OPERATOR = "internal", "operator"
NOTHING: Any = None
Json = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """One method of one path; `surface` is also `internal`, for siblings alone, and `operator`, for `/admin`."""

    service: str
    surface: str
    method: str
    path: str
    says: Json
    """What the app's own OpenAPI document says of it, with all references resolved."""

    @property
    def name(self) -> str:
        """As the tables of these tests call it: without the surface's base, of which envelope has two."""
        base = next((base for base in BASES if self.path.startswith(base)), "")
        return f"{self.surface} {self.method} {self.path.removeprefix(base)}"

    @property
    def body(self) -> Json | None:
        """The schema of its JSON body."""
        content = self.says.get("requestBody", {}).get("content", {})
        return content["application/json"]["schema"] if "application/json" in content else None

    def parameters(self, where: str) -> dict[str, Json]:
        return {each["name"]: each["schema"] for each in self.says.get("parameters", []) if each["in"] == where}

    def __str__(self) -> str:
        return f"{self.surface} {self.method} {self.path}"


@cache
def operations() -> tuple[Operation, ...]:
    """All of them, in the order of the processes."""
    return tuple(asyncio.run(_every()))


async def _every() -> list[Operation]:
    with TemporaryDirectory() as directory:
        return [each for service in PORTS for each in _of_service(service, directory=directory)]


def _of_service(service: str, *, directory: str) -> Iterator[Operation]:
    if service == GATEWAY:
        app = own_app(NOTHING, readiness=NOTHING, records=NOTHING)
        yield from _of_routes(app.routes, service=service, surface="messenger")
        return
    app = _built(service, directory=directory)
    yield from _of_routes(app.routes, service=service, surface="messenger")
    for route in app.routes:
        if isinstance(route, Surfaces):
            for surface, router in route.routers.items():
                yield from _of_routes(router.routes, service=service, surface=str(surface))


def _built(service: str, *, directory: str) -> FastAPI:
    """The service's app as its composition root makes it; nothing is reached, for nothing is asked."""
    given = {name.removeprefix("HELPDESK_").lower(): new_secret() for name in NAMES}
    settings = getattr(import_module(f"{module_of(service)}.settings"), f"{service.capitalize()}Settings")
    known = {name: value for name, value in {**given, "search_dir": directory}.items() if name in settings.model_fields}
    app = import_module(f"{module_of(service)}.app").build(settings(**known)).app
    assert isinstance(app, FastAPI)
    return app


def _of_routes(routes: Sequence[BaseRoute], *, service: str, surface: str) -> Iterator[Operation]:
    document = get_openapi(title="", version="", routes=routes)
    for path, item in document["paths"].items():
        spoken = {"internal": INTERNAL, "admin": OPERATOR}.get(path.split("/")[1], surface)
        for method in METHODS:
            if method in item:
                says = _resolved(item[method], schemas=document.get("components", {}).get("schemas", {}))
                yield Operation(service, spoken, method.upper(), path, says)


def _resolved(part: Any, *, schemas: Json) -> Any:
    """The same without references; no schema of ours contains itself."""
    if isinstance(part, list):
        return [_resolved(each, schemas=schemas) for each in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _resolved(schemas[part["$ref"].rpartition("/")[2]], schemas=schemas)
    return {name: _resolved(each, schemas=schemas) for name, each in part.items()}
