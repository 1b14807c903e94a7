"""What a customer was asked after a ticket's latest close, and how they answered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Rating:
    """`question` is the outgoing message that asks, `chat` the one chat that may answer, `rated_by` the deed that did.

    `sequence` is the place of the close, which was at `closed_at`, among the ticket's events: a later one asks anew.
    """

    ticket_id: UUID
    tenant_id: UUID
    chat: UUID
    sequence: int
    question: UUID
    closed_at: datetime | None
    rating: int | None = None
    rated_by: UUID | None = None
