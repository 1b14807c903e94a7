"""The front of the gateway: its own addresses go to its own app, all others through the proxy."""

from gateway.api import documents
from gateway.api.admission import Admission
from gateway.api.asgi import ASGIApp, Receive, Scope, Send
from gateway.api.authorization import Operator, address_of
from gateway.api.own_door import OwnDoor
from gateway.api.proxy import Proxy
from gateway.api.visit import Visit
from shared import log as logs
from shared.errors import HelpdeskError

log = logs.get_logger()

OWN = frozenset({"/healthz", "/readyz", "/metrics"})
ADMIN = "/admin"


class Front:
    """The ASGI app that the server runs; written against ASGI itself, since every request pays for what is here."""

    def __init__(
        self, *, own: ASGIApp, own_door: OwnDoor, admission: Admission, proxy: Proxy, operator: Operator
    ) -> None:
        """`own` is the app of our own addresses; `own_door` leads to it, for those who were let in."""
        self._own = own
        self._own_door = own_door
        self._admission = admission
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
        elif path in documents.PATHS:
            await self._admission.enter(visit, scope)
            await self._own(scope, receive, visit.pass_on)
        elif path == ADMIN or path.startswith(ADMIN + "/"):
            await self._admission.enter(visit, scope)
            self._operator.check(visit.head, address=address_of(scope))
            await self._own_door.serve(visit, scope, receive)
        else:
            await self._proxy.serve(visit, scope, receive)
