"""`POST /internal/rebuild`: wants the index made anew, for one tenant or for all."""

from typing import Any

from fastapi import APIRouter

from services.search.api.models import RebuildIn
from services.search.usecases.ports import Ports
from shared.http.door import sibling_caller
from shared.vocabulary import Scope


def rebuild_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix="/internal/rebuild", tags=["internal"])

    @router.post("", status_code=202)
    async def rebuild(body: RebuildIn) -> dict[str, Any]:
        sibling_caller().require(Scope.ADMIN)
        ports.wishes.ask(body.tenant_id)
        return {"rebuilding": str(body.tenant_id) if body.tenant_id else "all"}

    return router
