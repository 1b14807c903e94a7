"""`/admin/search/rebuild`, for the operator."""

from fastapi import APIRouter, Response

from gateway.api.models import RebuildIn, RebuildShown
from gateway.usecases.ports import Ports
from gateway.usecases.rebuild_search import rebuild_search
from shared.http.app import json_answer


def search_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix="/admin/search", tags=["admin"])

    @router.post("/rebuild", status_code=202, response_model=RebuildShown)
    async def rebuild_search_index(body: RebuildIn) -> Response:
        await rebuild_search(ports, tenant_id=body.tenant_id)
        return json_answer({"rebuilding": str(body.tenant_id) if body.tenant_id else "all"}, status_code=202)

    return router
