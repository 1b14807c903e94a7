"""A ticket's deadlines, and how it stands against them at any moment."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

# What was missed for good has been overdue since before there were tickets.
FOR_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """What sla has decided last; a decision of a lower `basis` never overrules one of a higher."""

    policy_id: UUID | None
    policy_name: str | None
    first_response: datetime | None
    resolution: datetime | None
    paused: bool
    basis: int
    first_response_breached: bool = False
    resolution_breached: bool = False

    def overdue_from(self, *, first_reply_at: datetime | None, resolved_at: datetime | None) -> datetime | None:
        """From when on the ticket, as it stands, is overdue: past that moment, or never where there is none."""
        goals = (
            (self.first_response, first_reply_at, self.first_response_breached),
            (self.resolution, resolved_at, self.resolution_breached),
        )
        moments = (self._missed_from(deadline, done_at, told) for deadline, done_at, told in goals)
        return min((moment for moment in moments if moment is not None), default=None)

    def _missed_from(self, deadline: datetime | None, done_at: datetime | None, told: bool) -> datetime | None:
        if told:
            return FOR_EVER
        if deadline is None or (done_at is None and self.paused) or (done_at is not None and done_at <= deadline):
            return None
        return deadline


def met(deadline: datetime | None, *, done_at: datetime | None, now: datetime | None) -> bool | None:
    """Whether a deadline was met: None while that is still open, or where there is no deadline.

    Without `now` the clock stands still, and no deadline passes.
    """
    if deadline is None:
        return None
    if done_at is not None:
        return done_at <= deadline
    return False if now is not None and now > deadline else None
