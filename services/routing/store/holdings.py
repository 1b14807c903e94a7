"""Who has which ticket, in MongoDB: one row a ticket, counted when a team looks for its least loaded member."""

import asyncio
from uuid import UUID

from pymongo import ASCENDING, IndexModel, UpdateOne

from services.routing.domain.desk import Holding
from services.routing.store.newer import where_newer
from shared.mongo import Database, Document, reachable
from shared.mongo.updates import update_together

COLLECTION = "assignments"
ENDED_KEPT_SECONDS = 30 * 86_400
INDEXES = [
    IndexModel([("tenant_id", ASCENDING), ("_id", ASCENDING)], name="by_tenant"),
    IndexModel(
        [("tenant_id", ASCENDING), ("open", ASCENDING), ("agent", ASCENDING)],
        name="load",
        partialFilterExpression={"open": True},
    ),
    IndexModel([("ended_at", ASCENDING)], name="expiry", expireAfterSeconds=ENDED_KEPT_SECONDS),
]


class MongoHoldings:
    def __init__(self, database: Database) -> None:
        self._collection = database[COLLECTION]
        self._updates = update_together(self._collection)

    async def keep(self, *holdings: Holding) -> None:
        """A closed ticket's row stays for a while: an older event may come after the close."""
        await asyncio.gather(*map(self._updates, map(held_update, holdings)))

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id})


def held_update(holding: Holding, *, or_same: bool = False) -> UpdateOne:
    """Put down who has the ticket, unless something later is known of it; `or_same`: or of the same event."""
    fields: Document = {
        "agent": holding.agent_id,
        "open": holding.ended_at is None,
        "sequence": holding.sequence,
        "ended_at": holding.ended_at,
    }
    key = {"_id": holding.ticket_id, "tenant_id": holding.tenant_id}
    return where_newer(key, fields, by="sequence", or_same=or_same)
