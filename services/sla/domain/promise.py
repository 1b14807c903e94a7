"""What holds for one ticket: kept with its watch, so that the clock needs to ask nobody."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from services.sla.domain.reckoning import Goal
from shared.vocabulary import Priority, SlaTarget


@dataclass(frozen=True, slots=True)
class PromisedBy:
    """The policy, by the name that it had."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What is None is not timed. `revision` is that of the terms it was drawn from, `priority` the ticket's then."""

    revision: int
    priority: Priority
    policy: PromisedBy | None = None
    first_response: Goal | None = None
    resolution: Goal | None = None
    unanswered_hours: int | None = None
    unanswered_after: timedelta | None = None
    auto_close_days: int | None = None
    auto_close_after: timedelta | None = None

    def goal(self, target: SlaTarget) -> Goal | None:
        return self.first_response if target is SlaTarget.FIRST_RESPONSE else self.resolution
