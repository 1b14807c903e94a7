"""Claims on due deliveries in MongoDB, so that any number of workers share them and none works twice on one."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorCollection

from services.webhooks.domain.delivery import Delivery, DeliveryStatus, Due
from services.webhooks.store.delivery_rows import from_document
from shared.mongo import Document, reachable

PENDING = {"status": DeliveryStatus.PENDING.value}
# More than the endpoints of many tenants that are all behind: whoever else has something due is among them.
MOST_ENDPOINTS = 5_000


class Claims:
    """A row is anybody's from its `due_at` on; a claim moves that to the claim's end and writes its holder in."""

    def __init__(self, collection: AsyncIOMotorCollection[Document]) -> None:
        self._collection = collection

    async def due(self, *, at: datetime) -> list[Due]:
        """One index key for each endpoint that has anything pending is all that this reads."""
        stages: list[Document] = [
            {"$match": PENDING},
            {"$sort": {"status": 1, "endpoint_id": 1, "due_at": 1}},
            {"$group": {"_id": "$endpoint_id", "since": {"$first": "$due_at"}}},
            {"$match": {"since": {"$lte": at}}},
            {"$sort": {"since": 1}},
            {"$limit": MOST_ENDPOINTS},
        ]
        async with reachable():
            found = await self._collection.aggregate(stages).to_list(None)
        return [Due(endpoint_id=each["_id"], since=each["since"]) for each in found]

    async def claim(self, shares: Mapping[UUID, int], *, holder: UUID, at: datetime, until: datetime) -> list[Delivery]:
        async with reachable():
            found = await asyncio.gather(
                *(self._oldest(endpoint_id, at=at, most=most) for endpoint_id, most in shares.items())
            )
            documents = {document["_id"]: document for each in found for document in each}
            if not documents:
                return []
            free = {"_id": {"$in": list(documents)}, **PENDING, "due_at": {"$lte": at}}
            taken = await self._collection.update_many(free, {"$set": {"holder": holder, "due_at": until}})
            if taken.matched_count < len(documents):
                query = {"_id": {"$in": list(documents)}, "holder": holder}
                mine = await self._collection.find(query, {"_id": 1}).to_list(None)
                documents = {document["_id"]: documents[document["_id"]] for document in mine}
        return [from_document({**each, "holder": holder, "due_at": until}) for each in documents.values()]

    async def give_back(self, deliveries: Sequence[Delivery], *, at: datetime) -> None:
        await self._change(deliveries, {"$set": {"due_at": at, "holder": None}})

    async def drop(self, deliveries: Sequence[Delivery]) -> None:
        async with reachable():
            await self._collection.delete_many(_held(deliveries))

    async def fail(self, deliveries: Sequence[Delivery], *, at: datetime) -> None:
        ended = {"status": DeliveryStatus.FAILED.value, "next_attempt_at": None, "due_at": None, "holder": None}
        await self._change(deliveries, {"$set": {**ended, "updated_at": at}})

    async def _oldest(self, endpoint_id: UUID, *, at: datetime, most: int) -> list[Document]:
        query = {**PENDING, "endpoint_id": endpoint_id, "due_at": {"$lte": at}}
        return await self._collection.find(query).sort("due_at", 1).limit(most).to_list(most)

    async def _change(self, deliveries: Sequence[Delivery], change: Document) -> None:
        async with reachable():
            await self._collection.update_many(_held(deliveries), change)


def _held(deliveries: Sequence[Delivery]) -> Document:
    """Only what is still held by the claim with which it was read."""
    ids = [delivery.id for delivery in deliveries]
    return {"_id": {"$in": ids}, "holder": {"$in": list({delivery.holder for delivery in deliveries})}}
