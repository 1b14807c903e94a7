"""Which rollups together are a period: whole months, and the days at its ends that make none."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.tickets.domain.statistics import Period

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rollups:
    """Every day of the period is in exactly one of these; `months` are named by their first days, both included."""

    days: tuple[Period, ...]
    months: Period | None


def rollups_of(period: Period) -> Rollups:
    """At most 60 days, however long the period is."""
    first = period.first if period.first.day == 1 else _next_month(period.first)
    # The month that the day after the period is in is the first that is not whole.
    beyond = (period.last + ONE_DAY).replace(day=1)
    if first >= beyond:
        return Rollups(days=(period,), months=None)
    ends = (Period(period.first, first - ONE_DAY), Period(beyond, period.last))
    return Rollups(
        days=tuple(end for end in ends if end.first <= end.last),
        months=Period(first, (beyond - ONE_DAY).replace(day=1)),
    )


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
