"""Deliveries in MongoDB that are asked for once more, one or a whole span of time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from services.webhooks.domain.delivery import DeliveryStatus, Span
from services.webhooks.store.claims import Claims
from shared.ids import lowest_after, lowest_at
from shared.mongo import Document, reachable

# An event's id, by which its deliveries are ordered, and its time are taken one after the other, or by two clocks.
APART = timedelta(minutes=1)


class Repeats(Claims):
    """`repeat` is the mark of the request that asked last: another run of it finds done what is done."""

    async def again(
        self, tenant_id: UUID, endpoint_id: UUID, delivery_ids: Sequence[UUID], *, mark: UUID, at: datetime
    ) -> int:
        query = {
            "tenant_id": tenant_id,
            "endpoint_id": endpoint_id,
            "_id": {"$in": list(delivery_ids)},
            "holder": None,
            "repeat": {"$ne": mark},
        }
        due = {"status": DeliveryStatus.PENDING.value, "next_attempt_at": at, "due_at": at, "made": 0}
        async with reachable():
            done = await self._collection.update_many(query, {"$set": {**due, "repeat": mark, "updated_at": at}})
        return done.modified_count

    async def marked(self, tenant_id: UUID, endpoint_id: UUID, *, span: Span, mark: UUID) -> int:
        async with reachable():
            return await self._collection.count_documents({**_within(tenant_id, endpoint_id, span), "repeat": mark})

    async def count(
        self, tenant_id: UUID, endpoint_id: UUID, *, span: Span, status: DeliveryStatus | None, most: int
    ) -> int:
        query = {**_within(tenant_id, endpoint_id, span), **_of(status)}
        async with reachable():
            return await self._collection.count_documents(query, limit=most)

    async def ids(
        self,
        tenant_id: UUID,
        endpoint_id: UUID,
        *,
        span: Span,
        status: DeliveryStatus | None,
        after: UUID | None,
        limit: int,
    ) -> list[UUID]:
        query = {**_within(tenant_id, endpoint_id, span), **_of(status)}
        if after is not None:
            query["_id"] = {**query["_id"], "$gt": after}
        async with reachable():
            documents = await self._collection.find(query, {"_id": 1}).sort("_id", 1).limit(limit).to_list(limit)
        return [document["_id"] for document in documents]


def _within(tenant_id: UUID, endpoint_id: UUID, span: Span) -> Document:
    """By the times themselves, and roughly by the ids, which have an index."""
    ids = {"$gte": lowest_at(span.start - APART), "$lt": lowest_after(span.end + APART)}
    created_at = {"$gte": span.start, "$lte": span.end}
    return {"tenant_id": tenant_id, "endpoint_id": endpoint_id, "_id": ids, "created_at": created_at}


def _of(status: DeliveryStatus | None) -> Document:
    return {} if status is None else {"status": status.value}
