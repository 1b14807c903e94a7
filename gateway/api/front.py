"""The front of the gateway: its own addresses go to its own app, all others through the proxy."""

from gateway.api.asgi import ASGIApp, Message, Receive, Scope, Send
from gateway.api.authorization import Operator
from gateway.api.body import Body
from gateway.api.proxy import Proxy
from gateway.api.visit import Visit
from shared import log as logs
from shared.errors import HelpdeskError

log = logs.get_logger()

OWN = frozenset({"/healthz", "/readyz", "/metrics"})
ADMIN = "/admin"


class Front:
    """The ASGI app that the server runs; written against ASGI itself, since every request pays for what is here."""

    def __init__(self, *, own: ASGIApp, proxy: Proxy, operator: Operator) -> None:
        self._own = own
        self._proxy = proxy
        self._operator = operator

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        visit = Visit(scope, send=send)
        try:
            await self._serve(visit, scope, receive)
        except HelpdeskError as error:
            await visit.refuse(error)
        except Exception:
            log.exception("request failed", request_id=visit.request_id)
            if not visit.answered:
                await visit.refuse(HelpdeskError("Something went wrong on our side."))
        finally:
            if scope["path"] not in OWN:
                visit.record()

    async def _serve(self, visit: Visit, scope: Scope, receive: Receive) -> None:
        path: str = scope["path"]
        if path in OWN:
            await self._own(scope, receive, visit.pass_on)
        elif path == ADMIN or path.startswith(ADMIN + "/"):
            await self._administer(visit, scope, receive)
        else:
            await self._proxy.serve(visit, scope, receive)

    async def _administer(self, visit: Visit, scope: Scope, receive: Receive) -> None:
        self._operator.check(visit.head)
        logs.unbind_all()
        logs.bind(request_id=visit.request_id)
        headers = [(name, value) for name, value in scope["headers"] if name != b"x-request-id"]
        scope["headers"] = [*headers, (b"x-request-id", visit.request_id.encode())]
        body = await Body(visit.head, receive=receive).whole()
        await self._own(scope, _replay(body, then=receive), visit.pass_on)


def _replay(body: bytes, *, then: Receive) -> Receive:
    """A `receive` that brings a body that was read already."""
    waiting = [body]

    async def receive() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await then()

    return receive
