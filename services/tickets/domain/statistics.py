"""A period's figures: what was opened and closed in it, and how its tickets fared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shared.vocabulary import Priority


@dataclass(frozen=True, slots=True)
class Period:
    """Days in UTC, both included."""

    first: date
    last: date

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Statistics:
    """Averages are None where nothing was measured.

    `closed` counts tickets that were closed in the period and still are. Everything else is about the tickets that
    were created in it, whenever the rest happened to them.
    """

    period: Period
    created: int
    closed: int
    by_priority: Mapping[Priority, int]
    average_first_reply_seconds: float | None
    average_resolution_seconds: float | None
    breach_rate: float | None
    average_rating: float | None


def statistics_of(period: Period, sums: Mapping[str, float]) -> Statistics:
    """The figures of a period from the sums of its days, named by priority and measure."""

    def whole(measure: str) -> float:
        return sum(sums.get(f"{priority.value}.{measure}", 0) for priority in Priority)

    def ratio(part: str, count: str) -> float | None:
        return whole(part) / whole(count) if whole(count) else None

    return Statistics(
        period=period,
        created=int(whole("created")),
        closed=int(whole("closed")),
        by_priority={priority: int(sums.get(f"{priority.value}.created", 0)) for priority in Priority},
        average_first_reply_seconds=ratio("first_reply_seconds", "first_replies"),
        average_resolution_seconds=ratio("resolution_seconds", "resolved"),
        breach_rate=ratio("breached", "measured"),
        average_rating=ratio("rating_sum", "ratings"),
    )
