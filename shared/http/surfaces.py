"""One router for each surface: which of them answers is what the gateway has decided, not what the path looks like."""

from collections.abc import Iterable, Mapping

from fastapi import APIRouter
from starlette.routing import BaseRoute, Match, Router
from starlette.types import Receive, Scope, Send

from shared.http.door import OPEN_PATHS, current_surface

INTERNAL = "/internal/"


class Surfaces(BaseRoute):
    """The first route of an app: hands a request to the routes of its surface, and leaves what is no surface's.

    The routes stand in one row each, in place of routers within routers: finding one is a good part of what a request
    costs.
    """

    def __init__(self, routers: Mapping[str, Iterable[APIRouter]]) -> None:
        self.routers = {
            surface: Router(routes=[route for router in own for route in router.routes])
            for surface, own in routers.items()
        }

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        path: str = scope["path"]
        own = scope["type"] != "http" or path in OPEN_PATHS or path.startswith(INTERNAL)
        return Match.NONE if own else Match.FULL, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        router = self.routers[current_surface()]
        # Whoever says which methods a path takes asks the router that knows.
        scope["router"] = router
        await router(scope, receive, send)
