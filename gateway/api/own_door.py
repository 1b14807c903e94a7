"""The way into the gateway's own app, for those who were let in before it: the operator, and a tenant's admin."""

from contextvars import ContextVar
from uuid import UUID

from gateway.api.asgi import ASGIApp, Receive, Scope
from gateway.api.body import Body
from gateway.api.visit import Visit
from gateway.domain.bodies import Allowances
from gateway.domain.principal import Principal
from shared import log as logs
from shared import trace
from shared.events.audit import OPERATOR, AuditActor
from shared.http.json_bodies import check_json, declares_json, replay

_principal: ContextVar[Principal | None] = ContextVar("principal", default=None)


def current_principal() -> Principal | None:
    """Whose request our own app is serving; None for the operator."""
    return _principal.get()


def current_actor() -> AuditActor:
    """The same, as the audit log names who did something."""
    principal = current_principal()
    if principal is None:
        return OPERATOR
    return AuditActor(
        type=principal.role,
        id=UUID(principal.agent_id) if principal.agent_id else None,
        name=principal.name,
        key_id=UUID(principal.key_id),
    )


class OwnDoor:
    def __init__(self, app: ASGIApp, *, allowances: Allowances) -> None:
        self._app = app
        self._allowances = allowances

    async def serve(self, visit: Visit, scope: Scope, receive: Receive, *, principal: Principal | None = None) -> None:
        """Let our own app answer, to whom the caller is the principal, or without one the operator.

        Raises what reading the body raises, and Malformed for one that no JSON body may be.
        """
        logs.unbind_all()
        logs.bind(request_id=visit.request_id, traceparent=visit.trace.parent)
        trace.begin(visit.trace)
        headers = [(name, value) for name, value in scope["headers"] if name != b"x-request-id"]
        scope["headers"] = [*headers, (b"x-request-id", visit.request_id.encode())]
        _principal.set(principal)
        allowed = self._allowances.of(scope["method"], scope["path"])
        body = await Body(visit.head, receive=receive, allowed=allowed).whole()
        if declares_json(scope):
            check_json(body)
        await self._app(scope, replay(body, then=receive), visit.pass_on)
