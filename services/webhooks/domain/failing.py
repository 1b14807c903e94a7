"""An endpoint at which nothing succeeds any more: since when, and when to give it up."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Failing:
    """No attempt has succeeded since; `deliveries` have failed, counted up to where it ceases to matter."""

    since: datetime
    deliveries: int


@dataclass(frozen=True, slots=True)
class Patience:
    """How long every attempt must have failed, and of how many deliveries at least, for an endpoint to be given up."""

    lasts: timedelta
    deliveries: int

    def ended(self, failing: Failing, *, at: datetime) -> bool:
        return failing.deliveries >= self.deliveries and at - failing.since >= self.lasts
