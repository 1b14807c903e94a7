"""What is looked for."""

from dataclasses import dataclass
from uuid import UUID

# One or two characters are in almost everything: they are looked for in so many of the tenant's newest tickets.
SHORT = 3
NEWEST = 10_000


@dataclass(frozen=True, slots=True)
class Query:
    """`text` is folded. `messages` looks for its words in messages too, `notes` in internal ones as well.

    Tickets are found newest first, older than the one with the id `after`.
    """

    tenant_id: UUID
    text: str
    messages: bool
    notes: bool
    after: UUID | None
    limit: int

    @property
    def short(self) -> bool:
        return len(self.text) < SHORT
