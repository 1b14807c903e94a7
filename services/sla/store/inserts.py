"""Inserts that come while another is under way go together in the next: under load one round trip carries many."""

import asyncio

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo.errors import BulkWriteError, DuplicateKeyError

from shared.errors import Unavailable
from shared.mongo import Document, reachable

DUPLICATE_KEY = 11_000

_Waiting = tuple[Document, "asyncio.Future[bool]"]


class Inserts:
    """Each insert is answered for itself, when it is written; none waits longer than for the one before it."""

    def __init__(self, collection: AsyncIOMotorCollection[Document]) -> None:
        self._collection = collection
        self._waiting: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None

    async def insert(self, document: Document) -> bool:
        """False where there is a document with this id. Raises Unavailable: it may then have been written or not."""
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((document, answer))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await answer

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                taken = await self._insert([document for document, _ in batch])
            except Exception as error:
                for _, answer in batch:
                    _tell(answer, error)
            else:
                for place, (_, answer) in enumerate(batch):
                    _tell(answer, place not in taken)

    async def _insert(self, documents: list[Document]) -> set[int]:
        """Insert all that can be; the places of those whose id was taken."""
        try:
            async with reachable():
                if len(documents) == 1:
                    await self._collection.insert_one(documents[0])
                else:
                    await self._collection.insert_many(documents, ordered=False)
        except DuplicateKeyError:
            return {0}
        except BulkWriteError as error:
            return _taken(error)
        return set()


def _taken(error: BulkWriteError) -> set[int]:
    """The places of duplicates. Raises Unavailable where a majority did not confirm, and the error for any other."""
    details = error.details or {}
    if details.get("writeConcernErrors"):
        raise Unavailable("the database did not confirm by majority") from error
    refused = details.get("writeErrors", [])
    if any(one["code"] != DUPLICATE_KEY for one in refused):
        raise error
    return {one["index"] for one in refused}


def _tell(answer: "asyncio.Future[bool]", outcome: bool | Exception) -> None:
    if answer.cancelled():
        return
    if isinstance(outcome, Exception):
        answer.set_exception(outcome)
    else:
        answer.set_result(outcome)
