"""A budget of requests for one minute: whose it is, and how much of it a process may take for itself at a time."""

from dataclasses import dataclass
from typing import NamedTuple

WINDOW_SECONDS = 60
# A process holds at most this part of what is left; so much, and no more, may go unused when another needs it.
PARTS = 32


class Holder(NamedTuple):
    """Whose budget it is: one key's of a tenant, a whole tenant's, or an address's. Ids are texts."""

    tenant_id: str = ""
    key_id: str = ""
    address: str = ""

    @property
    def kind(self) -> str:
        if self.key_id:
            return "key"
        return "tenant" if self.tenant_id else "address"


@dataclass(slots=True)
class Share:
    """What one process knows of a budget: `taken` by all processes, and `left` of what it took itself."""

    taken: int = 0
    left: int = 0

    def add(self, amount: int, *, taken_before: int, limit: int) -> None:
        """Take in `amount`, or as much of it as the limit leaves, where all others had taken `taken_before`."""
        self.taken = taken_before + amount
        self.left += max(0, min(amount, limit - taken_before))

    def remaining(self, limit: int) -> int:
        """Requests that the holder may still make, as far as this process knows."""
        return max(0, limit - self.taken) + self.left


class Standing(NamedTuple):
    """How a holder stands after a request: `allowed` says whether this one goes on."""

    limit: int
    remaining: int
    reset_seconds: int
    allowed: bool


def slice_of(unclaimed: int) -> int:
    """How much to take at once of what nobody has taken: large while there is much, and one by one at the end."""
    return max(1, unclaimed // PARTS)
