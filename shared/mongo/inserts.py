"""Inserts that share a round trip, each of which stands or falls by itself."""

from collections.abc import Sequence

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo.errors import BulkWriteError, DuplicateKeyError, WriteError

from shared.mongo.batches import Batches
from shared.mongo.client import Document, reachable

DUPLICATE_KEY = 11000
# Under load the next batch gathers this long: it costs a request little and saves the round trips of many.
REST_SECONDS = 0.004


def insert_together(collection: AsyncIOMotorCollection[Document]) -> Batches[Document, None]:
    """Inserts into one collection. A call raises DuplicateKeyError or WriteError for its own document alone."""

    async def insert(documents: Sequence[Document]) -> list[Exception | None]:
        answers: list[Exception | None] = [None] * len(documents)
        try:
            async with reachable():
                await collection.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            for refused in error.details["writeErrors"]:
                kind = DuplicateKeyError if refused["code"] == DUPLICATE_KEY else WriteError
                answers[refused["index"]] = kind(refused["errmsg"], refused["code"], refused)
        return answers

    return Batches(insert, at_once=1, rest=REST_SECONDS)
