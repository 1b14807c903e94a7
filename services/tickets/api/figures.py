"""A period's figures, as workflow's reference has them; the messenger surface answers with the same."""

from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, BeforeValidator, Field

from services.tickets.domain.statistics import Period, Statistics
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.statistics import default_period, statistics
from shared.dialects.workflow import PRIORITY
from shared.http.app import json_answer
from shared.http.documented import CamelShown, Shown


def _day(value: object) -> object:
    """A date, or the UTC day of a moment."""
    if isinstance(value, str) and "T" in value:
        at = datetime.fromisoformat(value)
        return (at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)).date()
    return value


Day = Annotated[date, BeforeValidator(_day)]


class FiguresQuery(BaseModel):
    """Days in UTC, both included; without them the last thirty days, today included."""

    since: Annotated[Day | None, Field(alias="from")] = None
    until: Annotated[Day | None, Field(alias="to")] = None
    team_id: Annotated[UUID | None, Field(alias="teamId")] = None

    def to_period(self, now: datetime) -> Period:
        usual = default_period(now)
        return Period(self.since or min(usual.first, self.until or usual.first), self.until or usual.last)


Figures = Annotated[FiguresQuery, Query()]


class PeriodShown(Shown):
    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]


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


async def answer_figures(ports: Ports, query: FiguresQuery, *, tenant_id: UUID) -> Response:
    """The figures of the tenant."""
    period = query.to_period(ports.clock())
    return json_answer(figures_out(await statistics(ports, tenant_id=tenant_id, period=period, team_id=query.team_id)))


def figures_out(figures: Statistics) -> dict[str, Any]:
    """Averages in minutes and hours to one decimal, rates to four; null where nothing was measured."""
    return {
        "period": {"from": figures.period.first.isoformat(), "to": figures.period.last.isoformat()},
        "ticketsCreated": figures.created,
        "ticketsClosed": figures.closed,
        "avgFirstResponseMinutes": _rounded(figures.average_first_reply_seconds, per=60, digits=1),
        "avgResolutionHours": _rounded(figures.average_resolution_seconds, per=3600, digits=1),
        "slaBreachRate": _rounded(figures.breach_rate, per=1, digits=4),
        "csat": _rounded(figures.average_rating, per=1, digits=1),
        "byPriority": {PRIORITY.out(priority): count for priority, count in figures.by_priority.items()},
    }


def _rounded(value: float | None, *, per: float, digits: int) -> float | None:
    return None if value is None else round(value / per, digits)
