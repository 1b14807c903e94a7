"""A period's figures: what was opened and closed in it, and how its tickets fared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shared.vocabulary import Priority

MILLISECONDS_A_SECOND = 1000


@dataclass(frozen=True, slots=True)
class Period:
    """Days in UTC, both included."""

    first: date
    last: date

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class TargetFigures:
    """How tickets stand against one deadline; those that are measured and neither met nor breached are still open."""

    measured: int
    met: int
    breached: int
    average_seconds: float | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Averages are None where nothing was measured.

    `closed` counts tickets that were closed in the period and still are. Everything else is about the tickets that
    were created in it, whenever the rest happened to them. docs/statistics.md has each definition.
    """

    period: Period
    created: int
    closed: int
    by_priority: Mapping[Priority, int]
    first_reply: TargetFigures
    resolution: TargetFigures
    breach_rate: float | None
    ratings: int
    average_rating: float | None


def statistics_of(period: Period, sums: Mapping[str, int]) -> Statistics:
    """The figures of a period from the sums of its days, named by priority and measure."""

    def whole(measure: str) -> int:
        return sum(sums.get(f"{priority.value}.{measure}", 0) for priority in Priority)

    def ratio(part: str, count: str, *, per: int = 1) -> float | None:
        return whole(part) / (whole(count) * per) if whole(count) else None

    def target(name: str, *, reached: str) -> TargetFigures:
        return TargetFigures(
            measured=whole(f"{name}_measured"),
            met=whole(f"{name}_met"),
            breached=whole(f"{name}_breached"),
            average_seconds=ratio(f"{name}_ms", reached, per=MILLISECONDS_A_SECOND),
        )

    return Statistics(
        period=period,
        created=whole("created"),
        closed=whole("closed"),
        by_priority={priority: sums.get(f"{priority.value}.created", 0) for priority in Priority},
        first_reply=target("first_reply", reached="first_replies"),
        resolution=target("resolution", reached="resolutions"),
        breach_rate=ratio("breached", "measured"),
        ratings=whole("ratings"),
        average_rating=ratio("rating_sum", "ratings"),
    )
