"""Which tickets a list is to show."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.vocabulary import Channel, Priority, Status


@dataclass(frozen=True, slots=True)
class Filter:
    """All that is given must hold. Times are of creation, both ends included.

    `overdue_at` finds what is overdue at that moment, `in_time_at` what is not.
    """

    statuses: tuple[Status, ...] = ()
    priority: Priority | None = None
    channel: Channel | None = None
    assignee_id: UUID | None = None
    team_id: UUID | None = None
    ticket_type_id: UUID | None = None
    contact_id: UUID | None = None
    custom_field_id: UUID | None = None
    external_id: str | None = None
    tag: str | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None
    overdue_at: datetime | None = None
    in_time_at: datetime | None = None
