"""`/admin/search/rebuild`, for the operator."""

from typing import Any

from fastapi import APIRouter

from gateway.api.models import RebuildIn
from gateway.usecases.ports import Ports
from gateway.usecases.rebuild_search import rebuild_search


def search_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix="/admin/search", tags=["admin"])

    @router.post("/rebuild", status_code=202)
    async def rebuild(body: RebuildIn) -> dict[str, Any]:
        await rebuild_search(ports, tenant_id=body.tenant_id)
        return {"rebuilding": str(body.tenant_id) if body.tenant_id else "all"}

    return router
