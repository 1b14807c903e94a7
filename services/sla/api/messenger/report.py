"""`/v1/helpdesk/sla`: how a period's tickets fared against their deadlines, and the thresholds; for agents."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from services.sla.domain.figures import TargetFigures
from services.sla.usecases.ports import Ports
from services.sla.usecases.report import Report, report
from shared.http.app import json_answer
from shared.http.days import DaysQuery, PeriodShown
from shared.http.documented import Shown
from shared.http.door import current_caller
from shared.vocabulary import Scope

PATH = "/v1/helpdesk/sla"


class ThresholdsShown(Shown):
    """Those of the settings, which hold where no policy does."""

    first_reply_hours: int | None
    resolve_hours: int | None


class TargetFiguresShown(Shown):
    """`measured` tickets have this deadline; those that neither met nor breached it are still open. The average is of
    all that were answered or resolved, whether or not they had a deadline."""

    measured: int
    met: int
    breached: int
    avg_seconds: float | None


class RatingFiguresShown(Shown):
    ratings: int
    avg: float | None


class SlaReportShown(Shown):
    """Of the tickets that were created in the period. Averages to one decimal; null where nothing was measured."""

    thresholds: ThresholdsShown
    period: PeriodShown
    tickets: int
    first_reply: TargetFiguresShown
    resolution: TargetFiguresShown
    csat: RatingFiguresShown


def report_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"])

    @router.get("", response_model=SlaReportShown)
    async def get_sla_report(query: Annotated[DaysQuery, Query()]) -> Response:
        caller = current_caller()
        caller.require(Scope.READ, agent_only=True)
        return json_answer(
            report_out(await report(ports, tenant_id=caller.tenant, since=query.since, until=query.until))
        )

    return router


def report_out(made: Report) -> dict[str, Any]:
    thresholds, figures = made
    return {
        "thresholds": {
            "first_reply_hours": thresholds.first_reply_hours,
            "resolve_hours": thresholds.resolve_hours,
        },
        "period": {"from": figures.first.isoformat(), "to": figures.last.isoformat()},
        "tickets": figures.tickets,
        "first_reply": _target_out(figures.first_reply),
        "resolution": _target_out(figures.resolution),
        "csat": {"ratings": figures.csat.ratings, "avg": figures.csat.avg},
    }


def _target_out(target: TargetFigures) -> dict[str, Any]:
    return {
        "measured": target.measured,
        "met": target.met,
        "breached": target.breached,
        "avg_seconds": target.avg_seconds,
    }
