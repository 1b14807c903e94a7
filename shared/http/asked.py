"""Finding out who asks before anything is made of what they ask: refused is refused, whatever was sent.

A route says it as a parameter: `actor: Annotated[Actor, Asked(author)]`. A router whose `route_class` is `AskedRoute`
calls the function itself, ahead of the framework, whose own way of doing so costs every request 20 us and comes later.
"""

from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from functools import cached_property, wraps
from inspect import signature
from typing import Annotated, Any, get_args, get_origin

from fastapi import Request, Response
from fastapi.params import Depends
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send

from shared.http.parameters import Parameters, parameters_of

Find = Callable[[], Any]
Endpoint = Callable[..., Coroutine[Any, Any, Response]]

_asking: ContextVar[Any] = ContextVar("asking")


class Asked(Depends):
    """Marks the one parameter that is who asks; `find` says who that is, and raises Forbidden."""

    def __init__(self, find: Find) -> None:
        async def found() -> Any:
            return find()

        super().__init__(found)
        object.__setattr__(self, "find", find)


class AskedRoute(APIRoute):
    """Asks first; and where the other parameters are plain, calls the endpoint by itself."""

    def __init__(self, path: str, endpoint: Endpoint, **options: Any) -> None:
        super().__init__(path, _without_asking(endpoint), **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        find: Find | None = getattr(self.endpoint, "find", None)
        if find is None:
            return handle

        async def asked(request: Request) -> Response:
            _asking.set(find())
            return await handle(request)

        return asked

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request whose parameters are plain needs nothing of the framework, which would look for the rest."""
        if self._parameters is None or scope["method"] not in (self.methods or ()):
            await super().handle(scope, receive, send)
            return
        find: Find | None = getattr(self.endpoint, "find", None)
        if find is not None:
            _asking.set(find())
        response: Response = await self.endpoint(**await self._parameters.values(scope, receive))
        await response(scope, receive, send)

    @cached_property
    def _parameters(self) -> Parameters | None:
        return None if self.dependencies else parameters_of(self.endpoint, path=self.param_convertors.keys())


def _without_asking(endpoint: Endpoint) -> Endpoint:
    """The endpoint as the framework sees it: who asks is no parameter of it."""
    whole = signature(endpoint)
    marked = {name: each for name, each in ((n, _mark(p.annotation)) for n, p in whole.parameters.items()) if each}
    if not marked:
        return endpoint
    ((name, mark),) = marked.items()

    @wraps(endpoint)
    async def asked(**values: Any) -> Response:
        return await endpoint(**values, **{name: _asking.get()})

    rest = [each for each in whole.parameters.values() if each.name != name]
    asked.__dict__.update(__signature__=whole.replace(parameters=rest), find=mark.find)
    return asked


def _mark(annotation: Any) -> Any:
    if get_origin(annotation) is not Annotated:
        return None
    return next((each for each in get_args(annotation)[1:] if isinstance(each, Asked)), None)
