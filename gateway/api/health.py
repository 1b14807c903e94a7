"""`/healthz`, `/readyz` and `/metrics`."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from gateway.usecases.ports import Readiness
from shared.telemetry import exposition


def health_api(readiness: Readiness) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"service": "gateway", "status": "alive"}

    @router.get("/readyz")
    async def readyz(system: str | None = None) -> Response:
        """Whether this door can serve; with `?system=1` whether every process serves and consumes."""
        checks, ready = readiness.checks, readiness.door
        body: dict[str, Any] = {"service": "gateway", "ready": ready, "checks": checks}
        if system == "1":
            said = {"gateway": checks, **readiness.system}
            missing = [f"{name}: {check}" for name, each in said.items() for check, works in each.items() if not works]
            ready = ready and not missing
            body |= {"ready": ready, "system": readiness.system, "missing": missing}
        return JSONResponse(body, status_code=200 if ready else 503)

    @router.get("/metrics")
    async def metrics() -> Response:
        body, content_type = exposition()
        return Response(body, media_type=content_type)

    return router
