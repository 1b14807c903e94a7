"""All that a tenant has laid down about time: its settings' thresholds, its policies, its business hours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from services.sla.domain.calendar import ROUND_THE_CLOCK, Calendar
from services.sla.domain.policy import Policy, Timetable
from services.sla.domain.promise import Promise, PromisedBy
from services.sla.domain.reckoning import Goal
from shared.vocabulary import Priority

HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Those of the tenant's settings; what is absent is not timed. `revision` counts the changes of the settings."""

    first_reply_hours: int | None = None
    resolve_hours: int | None = None
    unanswered_hours: int | None = None
    auto_close_days: int | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """`revision` counts the changes of anything in it; `hour` is how long an hour of it lasts.

    Policies are in the order in which they were made.
    """

    thresholds: Thresholds = Thresholds()
    policies: tuple[Policy, ...] = ()
    timetables: Mapping[UUID, Timetable] = field(default_factory=dict)
    revision: int = 0
    hour: timedelta = timedelta(hours=1)

    def promise(self, priority: Priority) -> Promise:
        """What holds for a ticket of this priority: the first policy that applies, else the settings' thresholds."""
        policy = next((policy for policy in self.policies if priority in policy.applies), None)
        thresholds = self.thresholds
        if policy is None:
            first = self._goal(thresholds.first_reply_hours)
            resolution = self._goal(thresholds.resolve_hours)
        else:
            timetable = self.timetables.get(policy.business_hours_id) if policy.business_hours_id else None
            calendar = timetable.hours if timetable else ROUND_THE_CLOCK
            first = self._goal(policy.first_response_hours, calendar, pauses=policy.pause_when_pending)
            resolution = self._goal(policy.resolution_hours, calendar, pauses=policy.pause_when_pending)
        return Promise(
            revision=self.revision,
            priority=priority,
            policy=PromisedBy(policy.id, policy.name) if policy else None,
            first_response=first,
            resolution=resolution,
            unanswered_hours=thresholds.unanswered_hours,
            unanswered_after=self._hours(thresholds.unanswered_hours),
            auto_close_days=thresholds.auto_close_days,
            auto_close_after=self._hours(thresholds.auto_close_days, times=HOURS_A_DAY),
        )

    def _goal(self, hours: int | None, calendar: Calendar = ROUND_THE_CLOCK, *, pauses: bool = False) -> Goal | None:
        length = self._hours(hours)
        return None if length is None else Goal(length, calendar, pauses)

    def _hours(self, count: int | None, *, times: int = 1) -> timedelta | None:
        return None if count is None else count * times * self.hour
