"""One app for each surface: which of them answers is what the gateway has decided, not what the path looks like."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.http.app import answer_errors, answer_on_surface, json_app
from shared.http.door import OPEN_PATHS, current_surface
from shared.vocabulary import Surface

INTERNAL = "/internal/"


def surface_app(surface: Surface, routers: Sequence[APIRouter]) -> FastAPI:
    """The surface's routes, with every error in its own form."""
    app = json_app(title=f"helpdesk {surface.value}")
    answer_errors(app, answer=answer_on_surface)
    for router in routers:
        app.include_router(router)
    return app


class Surfaces:
    """ASGI middleware behind the door: hands a request to its surface, and to the app itself what is no surface's."""

    def __init__(self, app: ASGIApp, *, apps: Mapping[str, ASGIApp]) -> None:
        self._app = app
        self._apps = apps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        own = scope["type"] != "http" or scope["path"] in OPEN_PATHS or scope["path"].startswith(INTERNAL)
        app = self._app if own else self._apps[current_surface()]
        await app(scope, receive, send)
