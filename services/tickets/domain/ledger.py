"""What the clock has measured of a ticket, line by line, as sla tells it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.vocabulary import SlaTarget


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What happened (started, paused, resumed, met, breached, reached_late), how much of the promised time was used by
    then, and the deadline that followed; None while the clock stood still."""

    step: str
    at: datetime
    used_seconds: float
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class TargetLedger:
    """Seconds are of the time that counts: of business hours, where the policy goes by them."""

    target: SlaTarget
    promised_seconds: float
    used_seconds: float
    left_seconds: float
    deadline: datetime
    reached_at: datetime | None
    met: bool | None
    breached: bool
    paused: bool
    entries: tuple[LedgerEntry, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Without targets where nothing was promised, or sla has not heard of the ticket yet."""

    policy_id: UUID | None = None
    policy_name: str | None = None
    paused: bool = False
    targets: tuple[TargetLedger, ...] = ()
