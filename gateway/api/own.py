"""The gateway's own addresses: `/admin`, a tenant's keys, the documents, health, readiness and metrics."""

from uuid import UUID

from fastapi import FastAPI, Request, Response

from gateway.api.documents import documents_api
from gateway.api.health import health_api
from gateway.api.own_door import current_principal
from gateway.api.routes import OPERATORS, TENANTS
from gateway.usecases.ports import Ports, Readiness
from shared.dialects.messenger import error_out
from shared.errors import HelpdeskError
from shared.http.app import answer_errors, error_response
from shared.idempotency import Asker, Records, Repeatable

# One for all of `/admin`: no tenant has the id of zeros.
OPERATOR = Asker(UUID(int=0), rights="operator")


def _asker() -> Asker:
    """As it is at the services: what one tenant, or one of fewer rights, was answered is no other's."""
    principal = current_principal()
    if principal is None:
        return OPERATOR
    return Asker(UUID(principal.tenant_id), rights=" ".join((principal.role, *principal.scopes)))


def own_app(ports: Ports, *, readiness: Readiness, records: Records) -> FastAPI:
    """An app whose errors have the messenger surface's form; who may enter is checked before it."""
    app = FastAPI(title="helpdesk gateway", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)

    def answer(request: Request, error: HelpdeskError) -> Response:
        return error_response(error, error_out=error_out, request_id=request.headers.get("x-request-id"))

    answer_errors(app, answer=answer)
    app.include_router(health_api(readiness))
    app.include_router(documents_api())
    for api in (*OPERATORS, *TENANTS):
        app.include_router(api(ports))
    app.add_middleware(Repeatable, records=records, asker=_asker, refuse=answer)
    return app
