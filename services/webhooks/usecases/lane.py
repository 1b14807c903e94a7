"""An endpoint's lane in one process: how many of its deliveries may be under way and wait there."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from services.webhooks.domain.delivery import Delivery
from services.webhooks.domain.endpoint import Endpoint

# An endpoint that answers may have five POSTs at a time; one not heard of yet two, one that hangs a single one.
WIDE = 5
COLD = 2
NARROW = 1
WAITING_FOR_EACH = 4


@dataclass(frozen=True, slots=True)
class Job:
    """A delivery that this process has claimed; after `stale_at` too little of the claim is left to begin."""

    delivery: Delivery
    endpoint: Endpoint
    stale_at: datetime


@dataclass(slots=True)
class Lane:
    """`behind` says that more is due for the endpoint than this process has taken."""

    width: int = COLD
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
        """How many more may be taken; only for an endpoint that answers may any wait here."""
        most = WIDE * (1 + WAITING_FOR_EACH) if self.width == WIDE else self.width
        return max(0, most - self.busy - len(self.waiting))

    def heard(self, *, came: bool) -> None:
        """Adjust to whether an answer came at all, good or bad."""
        self.width = WIDE if came else NARROW
