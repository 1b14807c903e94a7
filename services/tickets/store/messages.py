"""Messages in MongoDB: all of a ticket's but its first, which is part of the ticket."""

from dataclasses import asdict
from uuid import UUID

from pymongo import ASCENDING, IndexModel

from services.tickets.domain.message import Delivery, Message
from services.tickets.store.ticket_documents import message_from_document
from shared.mongo import Database, reachable

COLLECTION = "messages"
INDEXES = [
    IndexModel([("tenant_id", ASCENDING), ("ticket_id", ASCENDING), ("_id", ASCENDING)], name="conversation"),
]


class MongoMessages:
    def __init__(self, database: Database) -> None:
        self._messages = database[COLLECTION]

    async def newest(self, tenant_id: UUID, ticket_id: UUID, *, limit: int) -> list[Message]:
        async with reachable():
            found = self._messages.find({"tenant_id": tenant_id, "ticket_id": ticket_id})
            documents = await found.sort("_id", -1).limit(limit).to_list(limit)
        return [message_from_document(document) for document in reversed(documents)]

    async def note_delivery(self, tenant_id: UUID, message_id: UUID, delivery: Delivery) -> bool:
        unless_later = {
            "_id": message_id,
            "tenant_id": tenant_id,
            "$or": [{"delivery": None}, {"delivery.at": {"$lte": delivery.at}}],
        }
        async with reachable():
            result = await self._messages.update_one(unless_later, {"$set": {"delivery": asdict(delivery)}})
        return result.matched_count == 1

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._messages.delete_many({"tenant_id": tenant_id})
