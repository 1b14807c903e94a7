"""The HTTP side of a process: an app with health, readiness and metrics, and a server that stops cleanly."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Match

from shared.dialects.errors import ErrorOut, from_http_status, from_validation
from shared.dialects.surfaces import ERROR_OUT
from shared.errors import HelpdeskError, UnsupportedType
from shared.http.door import Door, Outside, current_surface
from shared.http.json_bodies import JsonBodies
from shared.http.parameters import WRONG_TYPE
from shared.log import current_request_id, get_logger
from shared.telemetry import exposition

log = get_logger()
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")

Checks = Mapping[str, Callable[[], bool]]


def service_app(
    *,
    name: str,
    secret: str,
    checks: Checks,
    needed: frozenset[str],
    behind_door: Sequence[Middleware] = (),
    routes: Sequence[BaseRoute] = (),
    outside: Outside | None = None,
) -> FastAPI:
    """An app whose every error has the form of the surface that was asked.

    `checks` say what works; `/readyz` is 200 while all that are `needed` for answering requests do, and its body
    shows every one of them. `behind_door` are layers between the door and the app, the outermost first; `routes` are
    tried before the app's own; `outside` is what those find who have no identity.
    """
    app = FastAPI(title=f"helpdesk {name}", docs_url=None, redoc_url=None, openapi_url=None, routes=list(routes))
    answer_errors(app, answer=answer_on_surface)
    _show_health(app, name=name, checks=checks, needed=needed)
    for layer in reversed(behind_door):
        app.add_middleware(layer.cls, *layer.args, **layer.kwargs)
    app.add_middleware(JsonBodies, refuse=answer_on_surface)
    app.add_middleware(Door, secret=secret, refuse=answer_on_surface, outside=outside)
    return app


def answer_on_surface(_request: Request, error: HelpdeskError) -> Response:
    """The error in the words of the surface that was asked: the messenger's, where nobody knows which."""
    return error_response(error, error_out=ERROR_OUT[current_surface()], request_id=current_request_id())


def json_answer(body: object, *, status_code: int = 200) -> Response:
    """A JSON answer, written without the framework's second look at the body."""
    return Response(json_of(body), status_code=status_code, media_type="application/json")


def json_of(body: object) -> bytes:
    """A body's bytes."""
    return to_json(body)


def error_response(error: HelpdeskError, *, error_out: ErrorOut, request_id: str | None) -> Response:
    """The error as the surface says it, with the headers that belong to its status."""
    status, body = error_out(error, request_id=request_id)
    headers = {}
    if retry_after := getattr(error, "retry_after_seconds", None):
        headers["Retry-After"] = str(retry_after)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(body, status_code=status, headers=headers)


def answer_errors(app: FastAPI, *, answer: Callable[[Request, HelpdeskError], Response]) -> None:
    """Let `answer` say every error of the app, the framework's own included."""

    async def known(request: Request, error: Any) -> Response:
        return answer(request, error)

    async def invalid(request: Request, error: Any) -> Response:
        # A body that was left as it came is one that nobody has said to be JSON.
        if isinstance(error.body, bytes):
            return answer(request, UnsupportedType(WRONG_TYPE))
        return answer(request, from_validation(error.errors()))

    async def http(request: Request, error: Any) -> Response:
        refused = answer(request, from_http_status(error.status_code))
        if error.status_code == 405:
            refused.headers["Allow"] = ", ".join(_methods_at(request))
        return refused

    async def unknown(request: Request, error: Any) -> Response:
        log.error("request failed", exc_info=error)
        return answer(request, HelpdeskError("Something went wrong on our side."))

    app.add_exception_handler(HelpdeskError, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, unknown)


def _methods_at(request: Request) -> list[str]:
    """What the address takes; the framework's own answer names the methods of one of its routes only."""
    scopes = {method: {**request.scope, "method": method} for method in METHODS}
    routes: list[BaseRoute] = request.scope["router"].routes
    return [name for name, scope in scopes.items() if any(each.matches(scope)[0] is Match.FULL for each in routes)]


def _show_health(app: FastAPI, *, name: str, checks: Checks, needed: frozenset[str]) -> None:
    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> dict[str, str]:
        return {"service": name, "status": "alive"}

    @app.get("/readyz", include_in_schema=False)
    async def readyz() -> Response:
        state = {check: works() for check, works in checks.items()}
        ready = all(state[check] for check in needed)
        return JSONResponse({"service": name, "ready": ready, "checks": state}, status_code=200 if ready else 503)

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        body, content_type = exposition()
        return Response(body, media_type=content_type)
