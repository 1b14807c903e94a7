"""What there is to join: what was acknowledged, stored, published, and received outside."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from shared.mongo import Document
from tests.faults.harness.audit import Published
from tests.faults.harness.ledger import Write
from tests.faults.harness.stored import Stored


@dataclass(frozen=True)
class Hook:
    """A webhook with a good signature: at whose endpoint it came, and of which event it tells."""

    tenant: str
    event: str
    at: float


@dataclass(frozen=True)
class Evidence:
    """`texts` are what bots wrote, as (tenant, text)."""

    writes: list[Write]
    stored: Stored
    events: Mapping[str, Published]
    hooks: list[Hook]
    texts: Counter[tuple[str, str]]

    @cached_property
    def of_ticket(self) -> dict[str, list[Published]]:
        """Each ticket's own events."""
        found: dict[str, list[Published]] = defaultdict(list)
        for event in self.events.values():
            if event.sequence is not None:
                found[event.ticket].append(event)
        return found

    @cached_property
    def posts(self) -> Counter[str]:
        """How often each event came to a receiver."""
        return Counter(hook.event for hook in self.hooks)

    @property
    def posted_again(self) -> int:
        """Webhooks that a receiver had already."""
        return self.posts.total() - len(self.posts)

    def tenant_of(self, ticket_id: UUID) -> UUID | None:
        """Whose ticket it is, as tickets has it."""
        ticket: Document | None = self.stored.tickets.get(ticket_id)
        return None if ticket is None else ticket["tenant_id"]
