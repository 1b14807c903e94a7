"""Updates that share a round trip: those that need no answer, and those that hold only on what they were decided on."""

from collections.abc import Sequence
from dataclasses import dataclass

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo import UpdateOne

from shared.mongo.batches import Batches
from shared.mongo.client import Document, reachable


@dataclass(frozen=True, slots=True)
class Guarded:
    """A change of one document that matches `where` only as long as nobody has changed it meanwhile.

    `proof` is a condition that the document meets if this change was written, whatever came after it.
    """

    where: Document
    change: Document
    proof: Document


def update_together(collection: AsyncIOMotorCollection[Document]) -> Batches[UpdateOne, None]:
    """Updates in their order, none of which has anything to tell."""

    async def update(updates: Sequence[UpdateOne]) -> list[None]:
        async with reachable():
            await collection.bulk_write(list(updates))
        return [None] * len(updates)

    return Batches(update)


def guarded_together(collection: AsyncIOMotorCollection[Document]) -> Batches[Guarded, bool]:
    """Guarded updates; each answers whether it was written."""

    async def write(updates: Sequence[Guarded]) -> list[bool]:
        async with reachable():
            result = await collection.bulk_write([UpdateOne(each.where, each.change) for each in updates])
            if result.matched_count == len(updates):
                return [True] * len(updates)
            # MongoDB says how many matched, not which: where not all did, each is looked up.
            return [await _written(collection, each) for each in updates]

    return Batches(write)


async def _written(collection: AsyncIOMotorCollection[Document], update: Guarded) -> bool:
    return await collection.find_one({"_id": update.where["_id"], **update.proof}, {"_id": 1}) is not None
