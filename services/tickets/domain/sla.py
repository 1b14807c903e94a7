"""A ticket's deadlines, and how it stands against them at any moment."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


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


def met(deadline: datetime | None, *, done_at: datetime | None, now: datetime | None) -> bool | None:
    """Whether a deadline was met: None while that is still open, or where there is no deadline.

    Without `now` the clock stands still, and no deadline passes.
    """
    if deadline is None:
        return None
    if done_at is not None:
        return done_at <= deadline
    return False if now is not None and now > deadline else None
