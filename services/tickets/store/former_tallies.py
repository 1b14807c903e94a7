"""The tallies of the first edition, which answer while those of the present one are counted for the first time.

Nothing adds to them any more. To be dropped, with their collections, once no installation comes from the first edition.
"""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from services.tickets.domain.statistics import Period
from services.tickets.domain.tally import TICKETS, Total
from shared.mongo import Database, Document

TALLIES, COUNTED = "tallies", "counted"
MS = 1000
# What the present edition calls otherwise, and by what it multiplies it.
RENAMED = {
    "first_reply_seconds": ("first_reply_ms", MS),
    "resolution_seconds": ("resolution_ms", MS),
    "resolved": ("resolutions", 1),
}


class FormerTallies:
    """One row for each day and team; how each target fared was not counted."""

    def __init__(self, database: Database) -> None:
        self._tallies = database[TALLIES]
        self._counted = database[COUNTED]

    async def total(self, tenant_id: UUID, total: Total) -> int:
        found = await self._tallies.find_one({"_id": f"{tenant_id}:total:{total.by}:{total.value}"})
        return int(found["figures"].get(TICKETS, 0)) if found else 0

    async def sums(self, tenant_id: UUID, period: Period, *, team_id: UUID | None) -> Mapping[str, int]:
        first, last = (f"{tenant_id}:day:{day.isoformat()}" for day in (period.first, period.last))
        only: Document = {} if team_id is None else {"team_id": team_id}
        sums: Counter[str] = Counter()
        async for day in self._tallies.find({"_id": {"$gte": first, "$lt": f"{last}~"}, **only}, {"figures": 1}):
            for priority, measures in day["figures"].items():
                for measure, amount in measures.items():
                    name, times = RENAMED.get(measure, (measure, 1))
                    sums[f"{priority}.{name}"] += round(amount * times)
        return sums

    async def forget_tenant(self, tenant_id: UUID) -> None:
        await self._counted.delete_many({"tenant_id": tenant_id})
        await self._tallies.delete_many({"_id": {"$gte": f"{tenant_id}:", "$lt": f"{tenant_id}:~"}})
