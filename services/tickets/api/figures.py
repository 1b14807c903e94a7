"""A period's figures, as workflow's reference has them; the messenger surface answers with the same."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from pydantic import Field

from services.tickets.domain.statistics import Period, Statistics
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.statistics import default_period, statistics
from shared.dialects.workflow import PRIORITY
from shared.http.app import json_answer
from shared.http.days import DaysQuery, PeriodShown
from shared.http.documented import CamelShown, Shown


class FiguresQuery(DaysQuery):
    """Of all teams, unless one is named."""

    team_id: Annotated[UUID | None, Field(alias="teamId")] = None


Figures = Annotated[FiguresQuery, Query()]


class PrioritiesShown(Shown):
    low: int
    medium: int
    high: int
    urgent: int


class FiguresShown(CamelShown):
    """Averages to one decimal, rates to four; null where nothing was measured. Days are in UTC, both included."""

    period: PeriodShown
    tickets_created: int
    tickets_closed: int
    avg_first_response_minutes: float | None
    avg_resolution_hours: float | None
    sla_breach_rate: float | None
    csat: float | None
    by_priority: PrioritiesShown


def period_of(query: DaysQuery, *, now: datetime) -> Period:
    usual = default_period(now)
    return Period(query.since or min(usual.first, query.until or usual.first), query.until or usual.last)


async def answer_figures(ports: Ports, query: FiguresQuery, *, tenant_id: UUID) -> Response:
    """The figures of the tenant."""
    period = period_of(query, now=ports.clock())
    return json_answer(figures_out(await statistics(ports, tenant_id=tenant_id, period=period, team_id=query.team_id)))


def figures_out(figures: Statistics) -> dict[str, Any]:
    """Averages in minutes and hours to one decimal, rates to four; null where nothing was measured."""
    return {
        "period": {"from": figures.period.first.isoformat(), "to": figures.period.last.isoformat()},
        "ticketsCreated": figures.created,
        "ticketsClosed": figures.closed,
        "avgFirstResponseMinutes": rounded(figures.first_reply.average_seconds, per=60),
        "avgResolutionHours": rounded(figures.resolution.average_seconds, per=3600),
        "slaBreachRate": rounded(figures.breach_rate, digits=4),
        "csat": rounded(figures.average_rating),
        "byPriority": {PRIORITY.out(priority): count for priority, count in figures.by_priority.items()},
    }


def rounded(value: float | None, *, per: float = 1, digits: int = 1) -> float | None:
    return None if value is None else round(value / per, digits)
