"""A tenant's terms in MongoDB: one row has the thresholds and counts the changes, of policies and business hours too.

A tenant that has never laid anything down has no row.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.errors import DuplicateKeyError

from services.sla.domain.policy import Policy, Timetable
from services.sla.domain.revising import Revising
from services.sla.domain.terms import Terms, Thresholds
from services.sla.store import policies, timetables
from shared.ids import new_id
from shared.mongo import Batches, Database, Document, reachable

COLLECTION = "terms"
INDEXES = [
    IndexModel([("tenant_id", ASCENDING)], name="one_a_tenant", unique=True),
    # Looking for terms that have not reached every ticket yet is the one query across tenants.
    IndexModel([("revise_at", ASCENDING)], name="revising", partialFilterExpression={"revise_at": {"$exists": True}}),
]
FIELDS = ("first_reply_hours", "resolve_hours", "unanswered_hours", "auto_close_days")


class MongoTerms:
    def __init__(self, database: Database, *, hour: timedelta, lease: timedelta) -> None:
        self._terms = database[COLLECTION]
        self._policies = database[policies.COLLECTION]
        self._timetables = database[timetables.COLLECTION]
        self._by_tenant = Batches(self._of_tenants)
        self._hour = hour
        self._lease = lease

    async def of_tenant(self, tenant_id: UUID) -> Terms:
        return await self._by_tenant(tenant_id)

    async def _of_tenants(self, tenant_ids: Sequence[UUID]) -> list[Terms]:
        """One query for all who ask at this moment, and two more for those who have laid something down.

        The count of changes is read first: what is read after it can only be newer, and then comes again.
        """
        wanted = list(set(tenant_ids))
        async with reachable():
            rows = await self._terms.find({"tenant_id": {"$in": wanted}}).to_list(None)
        known = {row["tenant_id"]: row for row in rows}
        held, hours = await self._rows_of(list(known)) if known else ({}, {})
        return [
            Terms(
                thresholds=_thresholds(known[tenant_id]),
                policies=tuple(held[tenant_id]),
                timetables=hours[tenant_id],
                revision=known[tenant_id]["revision"],
                hour=self._hour,
            )
            if tenant_id in known
            else Terms(hour=self._hour)
            for tenant_id in tenant_ids
        ]

    async def _rows_of(
        self, tenant_ids: list[UUID]
    ) -> tuple[defaultdict[UUID, list[Policy]], defaultdict[UUID, dict[UUID, Timetable]]]:
        having = {"tenant_id": {"$in": tenant_ids}}
        async with reachable():
            held = await self._policies.find(having).sort("_id", ASCENDING).to_list(None)
            opened = await self._timetables.find(having).to_list(None)
        by_tenant: defaultdict[UUID, list[Policy]] = defaultdict(list)
        for document in held:
            by_tenant[document["tenant_id"]].append(policies.Mapping().from_document(document))
        hours: defaultdict[UUID, dict[UUID, Timetable]] = defaultdict(dict)
        for document in opened:
            hours[document["tenant_id"]][document["_id"]] = timetables.Mapping().from_document(document)
        return by_tenant, hours

    async def heed(self, tenant_id: UUID, thresholds: Thresholds, *, at: datetime) -> None:
        fields = {name: getattr(thresholds, name) for name in FIELDS}
        older = {
            "tenant_id": tenant_id,
            "settings_revision": {"$lte": thresholds.revision},
            "$or": [{name: {"$ne": value}} for name, value in fields.items()],
        }
        change = {
            "$set": {**fields, "settings_revision": thresholds.revision, "revise_at": at},
            "$inc": {"revision": 1},
        }
        async with reachable():
            if (await self._terms.update_one(older, change)).matched_count:
                return
            if await self._terms.find_one({"tenant_id": tenant_id}, {"_id": 1}):
                return
        try:
            await self._begin(tenant_id, fields, settings_revision=thresholds.revision, at=at)
        except DuplicateKeyError:
            # Somebody was faster: now there is a row to hold against.
            await self.heed(tenant_id, thresholds, at=at)

    async def changed(self, tenant_id: UUID, *, at: datetime) -> None:
        async with reachable():
            counted = await self._terms.update_one(
                {"tenant_id": tenant_id}, {"$inc": {"revision": 1}, "$set": {"revise_at": at}}
            )
        if not counted.matched_count:
            try:
                await self._begin(tenant_id, dict.fromkeys(FIELDS), settings_revision=-1, at=at)
            except DuplicateKeyError:
                await self.changed(tenant_id, at=at)

    async def _begin(self, tenant_id: UUID, fields: Document, *, settings_revision: int, at: datetime) -> None:
        row = {"_id": new_id(), "tenant_id": tenant_id, **fields, "settings_revision": settings_revision}
        async with reachable():
            await self._terms.insert_one({**row, "revision": 1, "revise_at": at})

    async def claim_revising(self, *, at: datetime) -> Revising | None:
        free = {"revise_at": {"$lte": at}, "$or": [{"lease_until": None}, {"lease_until": {"$lte": at}}]}
        async with reachable():
            row = await self._terms.find_one_and_update(
                free,
                {"$set": {"lease_until": at + self._lease}},
                sort=[("revise_at", ASCENDING)],
                return_document=ReturnDocument.AFTER,
            )
        return None if row is None else Revising(row["tenant_id"], row["revision"], row.get("rounds", 0))

    async def revised(self, revising: Revising, *, again_at: datetime | None) -> None:
        """A change that came meanwhile has a revision of its own, and is due still."""
        mine = {"tenant_id": revising.tenant_id, "revision": revising.revision}
        change: Document = {"$unset": {"lease_until": ""}}
        if again_at is None:
            change["$unset"] |= {"revise_at": "", "rounds": ""}
        else:
            change["$set"] = {"revise_at": again_at, "rounds": revising.rounds + 1}
        async with reachable():
            settled = await self._terms.update_one(mine, change)
            if not settled.matched_count:
                await self._terms.update_one(
                    {"tenant_id": revising.tenant_id}, {"$unset": {"lease_until": "", "rounds": ""}}
                )

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._terms.delete_many({"tenant_id": tenant_id})


def _thresholds(row: Document) -> Thresholds:
    return Thresholds(**{name: row.get(name) for name in FIELDS}, revision=row["settings_revision"])
