"""The door of every service: who asks is verified, the request has an id, and its passing is logged and counted."""

from collections.abc import Callable
from contextvars import ContextVar
from time import perf_counter
from typing import NamedTuple
from uuid import UUID

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import log as logs
from shared.errors import Forbidden, HelpdeskError, NotFound, Unauthorized
from shared.identity import HEADER, Caller, verify
from shared.telemetry import request_took
from shared.trace import PARENT, STATE, begin, current_traceparent, read_trace
from shared.vocabulary import Surface

OPEN_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
REQUEST_ID = "X-Request-Id"

# How a service says an error in its surface's words.
Refuse = Callable[[Request, HelpdeskError], ASGIApp]


class Outside(NamedTuple):
    """What a service answers to those who have no identity: all that is below `base`, and nothing else."""

    base: str
    app: ASGIApp


_caller: ContextVar[Caller] = ContextVar("caller")
_headers: ContextVar[Headers] = ContextVar("headers")


def current_caller() -> Caller:
    """The principal of the request that is being served."""
    return _caller.get()


def asking_caller() -> Caller | None:
    """The principal of the request that is being served; None where what is done was asked for by no request."""
    return _caller.get(None)


def sibling_caller() -> Caller:
    """The principal for whom a sibling service asks. Raises Forbidden for one who asks by themselves."""
    caller = current_caller()
    if caller.via is None:
        raise Forbidden("Only a sibling service may ask this.")
    return caller


def current_headers() -> Headers:
    """The headers of the request that is being served."""
    return _headers.get()


def current_surface() -> str:
    """The surface that was asked; the messenger's before anybody is known to ask."""
    caller = _caller.get(None)
    return caller.surface if caller else Surface.MESSENGER


def path_id(text: str) -> UUID:
    """The id that a path names. Raises NotFound where it cannot be one of ours."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("There is nothing with this id.") from None


class Door:
    """ASGI middleware: lets in only requests that carry the gateway's signed identity, health checks apart.

    Whoever calls an address that begins with `outside` gets no further than the app of that name, identity or not.
    """

    def __init__(self, app: ASGIApp, *, secret: str, refuse: Refuse, outside: Outside | None = None) -> None:
        self._app = app
        self._secret = secret
        self._refuse = refuse
        self._outside = outside

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in OPEN_PATHS:
            await self._app(scope, receive, send)
            return
        started = perf_counter()
        logs.unbind_all()
        status = 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._enter(scope, receive, sent)
        finally:
            seconds = perf_counter() - started
            request_took(seconds, method=scope["method"], status=status)
            caller = _caller.get(None)
            logs.line(
                "request",
                method=scope["method"],
                path=scope["path"],
                status=status,
                ms=round(seconds * 1000, 1),
                request_id=caller.request_id if caller else logs.current_request_id(),
                tenant_id=caller and caller.tenant_id,
                traceparent=current_traceparent(),
            )

    async def _enter(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if self._outside is not None and scope["path"].startswith(self._outside.base):
            await self._pass_by(self._outside.app, scope, receive, send, headers=headers)
            return
        try:
            caller = verify(headers.get(HEADER, ""), secret=self._secret)
        except Unauthorized as error:
            await self._refuse(Request(scope), error)(scope, receive, send)
            return
        _caller.set(caller)
        begin(read_trace(headers.get(PARENT), headers.get(STATE)))
        _headers.set(headers)
        logs.bind(request_id=caller.request_id, tenant_id=caller.tenant_id, traceparent=current_traceparent())
        await self._app(scope, receive, send)

    async def _pass_by(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send, *, headers: Headers) -> None:
        request_id = headers.get(REQUEST_ID)
        begin(read_trace(headers.get(PARENT), headers.get(STATE)))
        logs.bind(request_id=request_id, traceparent=current_traceparent())
        await app(scope, receive, send)
