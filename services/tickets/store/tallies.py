"""The figures that the fold keeps: totals of a tenant's tickets, and its days and months."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from uuid import UUID

from pymongo import UpdateOne

from services.tickets.domain.rollup import rollups_of
from services.tickets.domain.statistics import Period
from services.tickets.domain.tally import TICKETS, DayOf, Figure, Total
from services.tickets.store.counted import COLLECTION as COUNTED
from services.tickets.store.edition import FOLDS, is_whole, of_edition
from services.tickets.store.former_tallies import FormerTallies
from shared.mongo import Database, Document, reachable

COLLECTION = of_edition("tallies")
# Sorts after every character of a key.
END = "~"
ALL_TEAMS = "all"
A_MONTH = len("2026-03")


class MongoTallies:
    """Every figure has a key that begins with its tenant. A period is a few ranges of keys, each of one team or of all:
    whole months, and the days before and after them."""

    def __init__(self, database: Database) -> None:
        self._tallies = database[COLLECTION]
        self._folds = database[FOLDS]
        self._counted = database[COUNTED]
        self._former = FormerTallies(database)
        self._whole = False

    async def total(self, tenant_id: UUID, total: Total) -> int:
        async with reachable():
            if not await self._is_whole():
                return await self._former.total(tenant_id, total)
            found = await self._tallies.find_one({"_id": total_key(tenant_id, total)})
        return int(found["figures"].get(TICKETS, 0)) if found else 0

    async def sums(self, tenant_id: UUID, period: Period, *, team_id: UUID | None) -> Mapping[str, int]:
        """The sums over the days of a period, named by priority and measure; of one team, if it is named."""
        ranges = [{"_id": {"$gte": first, "$lt": last + END}} for first, last in _ranges(tenant_id, period, team_id)]
        sums: Counter[str] = Counter()
        async with reachable():
            if not await self._is_whole():
                return await self._former.sums(tenant_id, period, team_id=team_id)
            async for row in self._tallies.find({"$or": ranges}, {"figures": 1}):
                for priority, measures in row["figures"].items():
                    for measure, amount in measures.items():
                        sums[f"{priority}.{measure}"] += amount
        return sums

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._counted.delete_many({"tenant_id": tenant_id})
            await self._tallies.delete_many({"_id": {"$gte": f"{tenant_id}:", "$lt": f"{tenant_id}:{END}"}})
            await self._former.forget_tenant(tenant_id)

    async def _is_whole(self) -> bool:
        """What was counted whole once stays so."""
        self._whole = self._whole or await is_whole(self._folds)
        return self._whole


def total_key(tenant_id: UUID, total: Total) -> str:
    return f"{tenant_id}:total:{total.by}:{total.value}"


def _ranges(tenant_id: UUID, period: Period, team_id: UUID | None) -> Iterator[tuple[str, str]]:
    """The first and the last key of each range that the period is made of."""
    rollups = rollups_of(period)
    for days in rollups.days:
        yield _day_key(tenant_id, DayOf(days.first, team_id)), _day_key(tenant_id, DayOf(days.last, team_id))
    if (months := rollups.months) is not None:
        yield _month_key(tenant_id, DayOf(months.first, team_id)), _month_key(tenant_id, DayOf(months.last, team_id))


def _day_key(tenant_id: UUID, of: DayOf) -> str:
    return f"{tenant_id}:day:{of.team_id or ALL_TEAMS}:{of.day.isoformat()}"


def _month_key(tenant_id: UUID, of: DayOf) -> str:
    return f"{tenant_id}:month:{of.team_id or ALL_TEAMS}:{of.day.isoformat()[:A_MONTH]}"


def _keys(tenant_id: UUID, owner: Total | DayOf) -> tuple[str, ...]:
    """Whatever a figure is kept in."""
    if isinstance(owner, Total):
        return (total_key(tenant_id, owner),)
    return _day_key(tenant_id, owner), _month_key(tenant_id, owner)


def additions(tenant_id: UUID, change: Mapping[Figure, int]) -> list[Document]:
    """A change of a tenant's figures as documents that can be kept, and applied by `applied`."""
    by_key: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (owner, name), amount in change.items():
        for key in _keys(tenant_id, owner):
            by_key[key][f"figures.{name}"] += amount
    return [{"key": key, "add": [[name, amount] for name, amount in each.items()]} for key, each in by_key.items()]


def applied(addition: Document, *, fold: int) -> UpdateOne:
    """The update that adds, once: a figure that this fold or a later one has reached stays as it is."""
    return UpdateOne(
        {"_id": addition["key"], "fold": {"$not": {"$gte": fold}}},
        {"$inc": dict(addition["add"]), "$set": {"fold": fold}},
        upsert=True,
    )
