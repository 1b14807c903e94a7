"""Deliveries in MongoDB: stored before the event is acknowledged, changed by whoever holds the claim."""

from collections.abc import Sequence
from uuid import UUID

from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from services.webhooks.domain.delivery import Delivery, DeliveryFilter
from services.webhooks.store.delivery_rows import COLLECTION, attempt_document, from_document, to_document
from services.webhooks.store.repeats import Repeats
from shared.errors import NotFound
from shared.log import get_logger
from shared.mongo import Batches, Database, Document, reachable

log = get_logger()

TAKEN = 11_000
# More than any schedule makes; only who asks for a delivery again and again comes to it.
MOST_ATTEMPTS = 100
# A busy worker's round trips cost it more than its deliveries: a few milliseconds gather several of them in one.
GATHER_SECONDS = 0.005
RECORD_EVERY_SECONDS = 0.05


class MongoDeliveries(Repeats):
    def __init__(self, database: Database) -> None:
        super().__init__(database[COLLECTION])
        self._added: Batches[Sequence[Delivery], list[Delivery]] = Batches(self._insert, at_once=1, rest=GATHER_SECONDS)
        self._recorded: Batches[Delivery, None] = Batches(self._update, at_once=1, rest=RECORD_EVERY_SECONDS)

    async def add(self, deliveries: Sequence[Delivery]) -> list[Delivery]:
        return await self._added(deliveries)

    async def record(self, delivery: Delivery) -> None:
        await self._recorded(delivery)

    async def get(self, tenant_id: UUID, endpoint_id: UUID, delivery_id: UUID) -> Delivery:
        """The delivery without its body. Raises NotFound."""
        query = {"_id": delivery_id, "tenant_id": tenant_id, "endpoint_id": endpoint_id}
        async with reachable():
            document = await self._collection.find_one(query, {"body": 0})
        if document is None:
            raise NotFound("There is no delivery with this id.")
        return from_document(document)

    async def page(
        self, tenant_id: UUID, endpoint_id: UUID, *, only: DeliveryFilter, after: UUID | None, limit: int
    ) -> tuple[list[Delivery], bool]:
        query: Document = {"tenant_id": tenant_id, "endpoint_id": endpoint_id}
        if only.status is not None:
            query["status"] = only.status.value
        if only.events:
            query["event"] = {"$in": list(only.events)}
        if after is not None:
            query["_id"] = {"$lt": after}
        async with reachable():
            found = self._collection.find(query, {"body": 0}).sort("_id", -1).limit(limit + 1)
            documents = await found.to_list(limit + 1)
        return [from_document(document) for document in documents[:limit]], len(documents) > limit

    async def forget_endpoint(self, tenant_id: UUID, endpoint_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id, "endpoint_id": endpoint_id})

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id})

    async def _insert(self, groups: Sequence[Sequence[Delivery]]) -> list[list[Delivery]]:
        deliveries = [delivery for group in groups for delivery in group]
        taken: set[int] = set()
        try:
            async with reachable():
                await self._collection.insert_many([to_document(each) for each in deliveries], ordered=False)
        except BulkWriteError as error:
            problems = (error.details or {}).get("writeErrors", [])
            if (error.details or {}).get("writeConcernErrors") or any(each["code"] != TAKEN for each in problems):
                raise
            taken = {each["index"] for each in problems}
        fresh = {id(delivery) for place, delivery in enumerate(deliveries) if place not in taken}
        return [[delivery for delivery in group if id(delivery) in fresh] for group in groups]

    async def _update(self, deliveries: Sequence[Delivery]) -> list[None]:
        async with reachable():
            result = await self._collection.bulk_write([_recording(each) for each in deliveries], ordered=False)
        if result.matched_count < len(deliveries):
            log.warning("claim had passed on", deliveries=len(deliveries) - result.matched_count)
        return [None] * len(deliveries)


def _recording(delivery: Delivery) -> UpdateOne:
    """The newest attempt, written only while the claim holds under which it was made."""
    changed = {
        "status": delivery.status.value,
        "next_attempt_at": delivery.next_attempt_at,
        "due_at": delivery.due_at,
        "holder": None,
        "made": delivery.made,
        "updated_at": delivery.updated_at,
    }
    newest = {"$each": [attempt_document(delivery.attempts[-1])], "$slice": -MOST_ATTEMPTS}
    return UpdateOne(
        {"_id": delivery.id, "tenant_id": delivery.tenant_id, "holder": delivery.holder},
        {"$set": changed, "$push": {"attempts": newest}},
    )
