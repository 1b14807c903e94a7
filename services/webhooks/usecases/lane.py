"""An endpoint's lane in one process: how many of its deliveries may be under way and wait there."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.webhooks.domain.delivery import Delivery
from services.webhooks.domain.endpoint import Endpoint
from services.webhooks.domain.outcome import Answer

# An endpoint that answers may have five POSTs at a time; one not heard of yet two, one that hangs a single one.
# Only behind one that answers quickly may more wait in this process: other workers could be free for them.
WIDE = 5
COLD = 2
NARROW = 1
WAITING = 40
QUICK_MS = 500


@dataclass(frozen=True, slots=True)
class Job:
    """A delivery that this process has claimed; after `stale_at` too little of the claim is left to begin.

    The endpoint is as it was when the delivery was taken, at `taken_at`.
    """

    delivery: Delivery
    endpoint: Endpoint
    taken_at: datetime
    stale_at: datetime


@dataclass(slots=True)
class Lane:
    """`behind` says that more is due for the endpoint than this process has taken.

    Only one that is known to answer quickly has a `depth`: the attempts of all others begin one after the other.
    """

    tenant_id: UUID | None = None
    width: int = COLD
    depth: int = 0
    busy: int = 0
    behind: bool = False
    waiting: deque[Job] = field(default_factory=deque)

    @property
    def idle(self) -> bool:
        return not self.busy and not self.waiting

    @property
    def free(self) -> bool:
        """Whether one more may begin now."""
        return self.busy < self.width

    @property
    def room(self) -> int:
        """How many more may be taken, be it to wait here."""
        return max(0, self.width + self.depth - self.busy - len(self.waiting))

    @property
    def runs_dry(self) -> bool:
        """Whether it is time to take more: not for each delivery that ends, but before none is left."""
        return len(self.waiting) <= self.depth // 2 and self.room > 0

    def heard(self, answer: Answer) -> None:
        """Adjust to how quickly an answer came, good or bad, if one came at all."""
        self.width = WIDE if answer.came else NARROW
        self.depth = WAITING if answer.came and answer.latency_ms < QUICK_MS else 0
