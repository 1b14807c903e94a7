"""What all processes together have taken of each budget: one counter for each holder and minute, in MongoDB."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from pymongo import ASCENDING, IndexModel, ReturnDocument, UpdateOne
from pymongo.write_concern import WriteConcern

from gateway.domain.budget import WINDOW_SECONDS, Holder
from gateway.store.collections import BUDGETS
from shared.mongo import Database, Document, reachable

INDEXES = [IndexModel([("expires_at", ASCENDING)], name="expires_at", expireAfterSeconds=0)]
KEPT_WINDOWS = 5


class MongoBudgets:
    def __init__(self, database: Database) -> None:
        # A count that a failover loses lets a few more requests through: not worth waiting for a majority.
        self._budgets = database.get_collection(BUDGETS, write_concern=WriteConcern(w=1))

    async def take(self, holder: Holder, *, window: int, amount: int) -> int:
        """Take `amount` of the minute's budget; how much had been taken before. Raises Unavailable."""
        expires_at = datetime.fromtimestamp((window + KEPT_WINDOWS) * WINDOW_SECONDS, UTC)
        async with reachable():
            before = await self._budgets.find_one_and_update(
                {"_id": _id(holder, window)},
                {"$inc": {"taken": amount}, "$setOnInsert": {"expires_at": expires_at}},
                upsert=True,
                return_document=ReturnDocument.BEFORE,
            )
        return int(before["taken"]) if before else 0

    async def give_back(self, unspent: Mapping[Holder, int], *, window: int) -> None:
        """Return what was taken and not used. Raises Unavailable."""
        updates = [
            UpdateOne({"_id": _id(holder, window)}, {"$inc": {"taken": -amount}}) for holder, amount in unspent.items()
        ]
        async with reachable():
            await self._budgets.bulk_write(updates, ordered=False)


def _id(holder: Holder, window: int) -> Document:
    if not holder.tenant_id:
        return {"address": holder.address, "window": window}
    key = {"key_id": UUID(holder.key_id)} if holder.key_id else {}
    return {"tenant_id": UUID(holder.tenant_id), **key, "window": window}
