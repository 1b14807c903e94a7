"""`/v1/helpdesk/stats`: a period's figures, for agents."""

from fastapi import APIRouter, Response

from services.tickets.api.asking import Reader
from services.tickets.api.figures import Figures, FiguresShown, answer_figures
from services.tickets.usecases.ports import Ports
from shared.http.asked import AskedRoute

PATH = "/v1/helpdesk/stats"


def stats_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    @router.get("", response_model=FiguresShown)
    async def get_stats(caller: Reader, query: Figures) -> Response:
        return await answer_figures(ports, query, tenant_id=caller.tenant)

    return router
