"""The figures that the fold keeps: totals of a tenant's tickets, and its days."""

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pymongo import UpdateOne

from services.tickets.domain.statistics import Period
from services.tickets.domain.tally import TICKETS, DayOf, Figure, Total
from services.tickets.store.counted import COLLECTION as COUNTED
from shared.mongo import Database, Document, reachable

COLLECTION = "tallies"
# Sorts after every character of a key.
END = "~"


class MongoTallies:
    """Every figure has a key that begins with its tenant, so that a period is one range of keys."""

    def __init__(self, database: Database) -> None:
        self._tallies = database[COLLECTION]
        self._counted = database[COUNTED]

    async def total(self, tenant_id: UUID, total: Total) -> int:
        async with reachable():
            found = await self._tallies.find_one({"_id": key_of(tenant_id, total)})
        return int(found["figures"].get(TICKETS, 0)) if found else 0

    async def sums(self, tenant_id: UUID, period: Period, *, team_id: UUID | None) -> Mapping[str, float]:
        """The sums over the days of a period, named by priority and measure; of one team, if it is named."""
        start, end = _day_key(tenant_id, period.first.isoformat()), _day_key(tenant_id, period.last.isoformat() + END)
        only: Document = {} if team_id is None else {"team_id": team_id}
        sums: Counter[str] = Counter()
        async with reachable():
            async for day in self._tallies.find({"_id": {"$gte": start, "$lt": end}, **only}, {"figures": 1}):
                for priority, measures in day["figures"].items():
                    sums.update({f"{priority}.{measure}": amount for measure, amount in measures.items()})
        return sums

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._counted.delete_many({"tenant_id": tenant_id})
            await self._tallies.delete_many({"_id": {"$gte": f"{tenant_id}:", "$lt": f"{tenant_id}:{END}"}})


def key_of(tenant_id: UUID, owner: Total | DayOf) -> str:
    if isinstance(owner, Total):
        return f"{tenant_id}:total:{owner.by}:{owner.value}"
    return _day_key(tenant_id, f"{owner.day.isoformat()}:{owner.team_id or ''}")


def _day_key(tenant_id: UUID, day: str) -> str:
    return f"{tenant_id}:day:{day}"


def additions(tenant_id: UUID, change: Mapping[Figure, float]) -> list[Document]:
    """A change of a tenant's figures as documents that can be kept, and applied by `applied`."""
    by_owner: dict[Total | DayOf, dict[str, Any]] = {}
    for (owner, name), amount in change.items():
        by_owner.setdefault(owner, {})[f"figures.{name}"] = amount
    return [
        {
            "key": key_of(tenant_id, owner),
            "team_id": owner.team_id if isinstance(owner, DayOf) else None,
            "add": [[name, amount] for name, amount in figures.items()],
        }
        for owner, figures in by_owner.items()
    ]


def applied(addition: Document, *, fold: int) -> UpdateOne:
    """The update that adds, once: a figure that this fold or a later one has reached stays as it is."""
    return UpdateOne(
        {"_id": addition["key"], "fold": {"$not": {"$gte": fold}}},
        {"$inc": dict(addition["add"]), "$set": {"fold": fold, "team_id": addition["team_id"]}},
        upsert=True,
    )
