"""What a customer was asked after a ticket's latest close, and how they answered."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Rating:
    """`question` is the outgoing message that asks, `chat` the one chat that may answer, `rated_by` the deed that did.

    `sequence` is the close's place among the ticket's events: a later close asks anew.
    """

    ticket_id: UUID
    tenant_id: UUID
    chat: UUID
    sequence: int
    question: UUID
    rating: int | None = None
    rated_by: UUID | None = None
