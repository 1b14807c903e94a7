"""`/internal/figures`: how a period's tickets fared against their deadlines, for sla's report: one truth for both."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from services.tickets.api.figures import period_of, rounded
from services.tickets.domain.statistics import Statistics, TargetFigures
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.statistics import statistics
from shared.http.app import json_answer
from shared.http.days import DaysQuery
from shared.http.door import sibling_caller
from shared.vocabulary import Scope


def figures_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix="/internal/figures", tags=["internal"])

    @router.get("")
    async def figures(query: Annotated[DaysQuery, Query()]) -> Response:
        caller = sibling_caller()
        caller.require(Scope.READ, agent_only=True)
        period = period_of(query, now=ports.clock())
        return json_answer(_report_out(await statistics(ports, tenant_id=caller.tenant, period=period, team_id=None)))

    return router


def _report_out(figures: Statistics) -> dict[str, Any]:
    """Averages to one decimal; null where nothing was measured."""
    return {
        "first": figures.period.first.isoformat(),
        "last": figures.period.last.isoformat(),
        "tickets": figures.created,
        "first_reply": _target_out(figures.first_reply),
        "resolution": _target_out(figures.resolution),
        "csat": {"ratings": figures.ratings, "avg": rounded(figures.average_rating)},
    }


def _target_out(target: TargetFigures) -> dict[str, Any]:
    return {
        "measured": target.measured,
        "met": target.met,
        "breached": target.breached,
        "avg_seconds": rounded(target.average_seconds),
    }
