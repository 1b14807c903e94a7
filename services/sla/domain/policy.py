"""What a tenant promises its customers for tickets of some priorities."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.sla.domain.business_hours import BusinessHours
from shared.vocabulary import Priority


@dataclass(frozen=True, slots=True)
class Policy:
    """Of several for a priority the one that was made first holds. Without business hours all hours count."""

    id: UUID
    tenant_id: UUID
    name: str
    first_response_hours: int
    resolution_hours: int
    applies: tuple[Priority, ...]
    business_hours_id: UUID | None
    pause_when_pending: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Timetable:
    """A tenant's business hours by name."""

    id: UUID
    tenant_id: UUID
    name: str
    hours: BusinessHours
    created_at: datetime
    updated_at: datetime
