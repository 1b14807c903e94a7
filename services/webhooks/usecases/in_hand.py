"""How many deliveries one process has in hand, and how many more of a tenant's it may take."""

from collections import Counter
from uuid import UUID


class InHand:
    """A tenant may have as many as are free beside its own: alone half of all, of two each a third.

    So there is always room for one more tenant, however much the others have waiting. (Dynamic thresholds, as switches
    share a buffer among their queues: Choudhury and Hahne, 1998.)
    """

    def __init__(self, *, most: int) -> None:
        self._free = most
        self._of: Counter[UUID] = Counter()

    def room(self, tenant_id: UUID | None) -> int:
        """How many more; where the tenant is not known, what is free."""
        return max(0, self._free if tenant_id is None else self._free - self._of[tenant_id])

    def add(self, tenant_id: UUID) -> None:
        self._free -= 1
        self._of[tenant_id] += 1

    def remove(self, tenant_id: UUID) -> None:
        self._free += 1
        self._of[tenant_id] -= 1
        if not self._of[tenant_id]:
            del self._of[tenant_id]
