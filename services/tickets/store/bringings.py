"""How far customers' messages from messengers have come, each by its key: two runs for one key find the same row."""

from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from services.tickets.domain.bringing import Aim, Bringing, Brought
from shared.errors import Unavailable
from shared.ids import new_id, time_of
from shared.mongo import Database, Document, reachable

COLLECTION = "bringings"
# Longer than a messenger, or the service that asks, repeats anything.
KEPT = timedelta(days=30)
INDEXES = [
    IndexModel([("tenant_id", ASCENDING), ("key", ASCENDING)], name="key", unique=True),
    IndexModel([("created_at", ASCENDING)], name="expiry", expireAfterSeconds=int(KEPT.total_seconds())),
]


class MongoBringings:
    def __init__(self, database: Database) -> None:
        self._rows = database[COLLECTION]

    async def begin(self, tenant_id: UUID, key: str) -> Bringing:
        origin = new_id()
        row = {"_id": origin, "tenant_id": tenant_id, "key": key, "created_at": time_of(origin)}
        try:
            async with reachable():
                await self._rows.insert_one(row)
        except DuplicateKeyError:
            return await self._stored(tenant_id, key)
        return Bringing(tenant_id, key, origin, again=False)

    async def aim(self, bringing: Bringing, aim: Aim) -> Bringing:
        as_it_was = {**_row(bringing), "aim": None if bringing.aim is None else asdict(bringing.aim)}
        async with reachable():
            await self._rows.update_one(as_it_was, {"$set": {"aim": asdict(aim)}})
        return await self._stored(bringing.tenant_id, bringing.key)

    async def done(self, bringing: Bringing, brought: Brought) -> None:
        async with reachable():
            await self._rows.update_one(_row(bringing), {"$set": {"brought": asdict(brought)}})

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._rows.delete_many({"tenant_id": tenant_id})

    async def _stored(self, tenant_id: UUID, key: str) -> Bringing:
        async with reachable():
            row = await self._rows.find_one({"tenant_id": tenant_id, "key": key})
        if row is None:
            raise Unavailable("The tenant is being deleted.")
        return Bringing(
            tenant_id=tenant_id,
            key=key,
            origin=row["_id"],
            again=True,
            aim=Aim(**row["aim"]) if "aim" in row else None,
            brought=Brought(**row["brought"]) if "brought" in row else None,
        )


def _row(bringing: Bringing) -> Document:
    return {"_id": bringing.origin, "tenant_id": bringing.tenant_id}
