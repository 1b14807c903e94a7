"""How a period's tickets fared against what was promised, as tickets has counted them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TargetFigures:
    """Of one deadline. What is measured and neither met nor breached is still open. None where nothing was reached."""

    measured: int
    met: int
    breached: int
    avg_seconds: float | None


@dataclass(frozen=True, slots=True)
class RatingFigures:
    ratings: int
    avg: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the tickets that were created in the days from `first` to `last`, in UTC, both included."""

    first: date
    last: date
    tickets: int
    first_reply: TargetFigures
    resolution: TargetFigures
    csat: RatingFigures
