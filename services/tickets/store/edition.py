"""Which definition of the figures the tallies follow.

A new definition is a new edition: it is counted beside the former one, from every ticket (`folding.py`), and answers
once it has been counted whole. Until then the former one does, as it stood. Processes of the former version, which run
beside the new ones for a while, write to collections of their own.
"""

from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorCollection

from services.tickets.store.ticket_queries import COLLECTION as TICKETS
from shared.mongo import Database, Document

# 1 had rows for each day and team; 2 has rows for all teams together and for months, and each target of its own.
EDITION = 2
FOLDS = "folds"
WHOLE = "edition"
EVERY_ONE = UUID(int=0)


def of_edition(name: str) -> str:
    """The collection in which this edition keeps what the first kept under the name."""
    return f"{name}_{EDITION}"


async def is_whole(folds: AsyncIOMotorCollection[Document]) -> bool:
    """Whether every ticket has been counted in this edition."""
    return await folds.find_one({"_id": WHOLE, "number": {"$gte": EDITION}}) is not None


async def note_whole(folds: AsyncIOMotorCollection[Document]) -> None:
    await folds.update_one({"_id": WHOLE}, {"$max": {"number": EDITION}}, upsert=True)


class Recount:
    """Every ticket that there is or was when it was last counted, in the order of their ids."""

    def __init__(self, database: Database, *, counted: str) -> None:
        self._tickets = database[TICKETS]
        self._counted = database[counted]

    async def next(self, after: UUID, *, limit: int) -> list[UUID]:
        """The next of them after an id; fewer than `limit` are the last."""
        there = await _ids(self._tickets, {"tombstone": {"$exists": False}}, after=after, limit=limit)
        known = await _ids(self._counted, {}, after=after, limit=limit)
        return sorted(there | known)[:limit]


async def _ids(collection: AsyncIOMotorCollection[Document], having: Document, *, after: UUID, limit: int) -> set[UUID]:
    found = collection.find({"_id": {"$gt": after}, **having}, {"_id": 1}).sort("_id", 1).limit(limit)
    return {document["_id"] async for document in found}
