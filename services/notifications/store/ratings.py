"""Ratings in MongoDB: one document a ticket, which is at once the question, the answer and the outbox's entry."""

from uuid import UUID

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from services.notifications.domain.rating import Rating
from shared.bus.outbox import OUTBOX_INDEX, Outbox, entries
from shared.events.decisions import CsatReceived
from shared.mongo import Database, Document, reachable

COLLECTION = "ratings"
INDEXES = [IndexModel([("tenant_id", ASCENDING), ("_id", ASCENDING)], name="by_tenant"), OUTBOX_INDEX]


class MongoRatings:
    def __init__(self, database: Database, *, outbox: Outbox) -> None:
        self._collection = database[COLLECTION]
        self._outbox = outbox

    async def ask(self, rating: Rating) -> bool:
        """A close that is no later than the one that is known meets the ticket's id, and changes nothing."""
        older = {**_key(rating), "sequence": {"$lt": rating.sequence}}
        asked = {
            "chat": rating.chat,
            "sequence": rating.sequence,
            "question": rating.question,
            "closed_at": rating.closed_at,
        }
        change = {"$set": {**asked, "rating": None, "rated_by": None}, "$setOnInsert": {"outbox": []}}
        try:
            async with reachable():
                await self._collection.update_one(older, change, upsert=True)
        except DuplicateKeyError:
            known = await self.find(rating.tenant_id, rating.ticket_id)
            return known is not None and known.sequence == rating.sequence
        return True

    async def find(self, tenant_id: UUID, ticket_id: UUID) -> Rating | None:
        async with reachable():
            document = await self._collection.find_one({"tenant_id": tenant_id, "_id": ticket_id}, {"outbox": 0})
        return None if document is None else _rating(document)

    async def rate(self, rating: Rating, *, event: CsatReceived) -> bool:
        written = entries([event])
        unrated = {**_key(rating), "sequence": rating.sequence, "rating": None}
        change = {
            "$set": {"rating": rating.rating, "rated_by": rating.rated_by},
            "$push": {"outbox": {"$each": written}},
        }
        async with reachable():
            result = await self._collection.update_one(unrated, change)
        if result.matched_count:
            self._outbox.announce(COLLECTION, rating.ticket_id, written)
        return result.matched_count == 1

    async def forget_ticket(self, tenant_id: UUID, ticket_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_one({"tenant_id": tenant_id, "_id": ticket_id})

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id})


def _key(rating: Rating) -> Document:
    return {"tenant_id": rating.tenant_id, "_id": rating.ticket_id}


def _rating(document: Document) -> Rating:
    return Rating(
        ticket_id=document["_id"],
        tenant_id=document["tenant_id"],
        chat=document["chat"],
        sequence=document["sequence"],
        question=document["question"],
        closed_at=document["closed_at"],
        rating=document["rating"],
        rated_by=document["rated_by"],
    )
