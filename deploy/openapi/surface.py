"""One part of the document: the routes of a tag, their schemas under names of their own."""

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from deploy.openapi.catalogue import Part
from deploy.openapi.operations import finished
from deploy.openapi.schemas import Json, renamed


def part_document(part: Part) -> Json:
    """`paths` and `components.schemas` of the part."""

    def operation_id(route: APIRoute) -> str:
        # Paths tell routes apart until they have their words: several bases may have the same ones.
        return f"{route.name} {route.path_format}"

    app = FastAPI(generate_unique_id_function=operation_id)
    for router in part.routers:
        app.include_router(router)
    said = get_openapi(title="", version="", routes=app.routes)
    document = renamed(said, prefix=part.tag.title())
    paths = {path: _finished(path, item, part=part) for path, item in document["paths"].items() if _shown(path)}
    return {"paths": paths, "schemas": document["components"]["schemas"]}


def _shown(path: str) -> bool:
    """The envelope surface's second base has the same operations as its first."""
    return not path.startswith("/api/v1/")


def _finished(path: str, item: Json, *, part: Part) -> Json:
    return {method: finished(operation, method=method, path=path, part=part) for method, operation in item.items()}
