"""Moving what belongs to a ticket to another one, and back: every row by itself, and each knows by which merges.

`moves` are the ids of the merges that brought a row to where it is, the last one last. `returned` is the newest merge
that was undone for it: whoever still works on that one leaves the row alone. `origin` is the ticket that it came from.
"""

from datetime import datetime
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo.errors import DuplicateKeyError

from services.tickets.domain.merge import Merge
from services.tickets.domain.ticket import Ticket
from services.tickets.store.filing import MESSAGES, UNFILED, Filing
from services.tickets.store.merge_documents import UNFINISHED
from services.tickets.store.ticket_documents import ORIGIN, from_document, message_to_document
from services.tickets.store.ticket_queries import COLLECTION as TICKETS
from shared.ids import lowest_after
from shared.mongo import Database, Document, reachable

ATTACHMENTS = "attachments"
MOVES = "moves"
RETURNED = "returned"


class MongoMoving:
    def __init__(self, database: Database) -> None:
        self._tickets = database[TICKETS]
        self._messages = database[MESSAGES]
        self._attachments = database[ATTACHMENTS]
        self._filing = Filing(database)

    async def carry(self, source: Ticket) -> None:
        merge = _merge(source)
        await self._filing.file_left_over(source.tenant_id, source.id)
        await self._file_opening(source)
        # What is written after an undoing has a higher id.
        old = {"_id": {"$lt": lowest_after(merge.at)}}
        await self._carry(self._messages, source, merge=merge, which=old)
        await self._carry(self._attachments, source, merge=merge, which={})

    async def bring_back(self, source: Ticket) -> None:
        merge = _merge(source)
        before = {"$slice": [f"${MOVES}", {"$indexOfArray": [f"${MOVES}", merge.id]}]}
        first = {"$eq": [{"$arrayElemAt": [f"${MOVES}", 0]}, merge.id]}
        back = [
            {
                "$set": {
                    "ticket_id": source.id,
                    RETURNED: merge.id,
                    MOVES: {"$cond": [first, "$$REMOVE", before]},
                }
            }
        ]
        for rows in (self._messages, self._attachments):
            async with reachable():
                await rows.update_many({"tenant_id": source.tenant_id, MOVES: merge.id}, back)

    async def unfinished(self, *, by: datetime, after: UUID | None, limit: int) -> list[Ticket]:
        query: Document = {UNFINISHED: {"$lt": by}} | ({} if after is None else {"_id": {"$gt": after}})
        async with reachable():
            found = self._tickets.find(query, {"outbox": 0, UNFILED: 0}).sort("_id", 1).limit(limit)
            return [from_document(document) for document in await found.to_list(limit)]

    async def _carry(
        self, rows: AsyncIOMotorCollection[Document], source: Ticket, *, merge: Merge, which: Document
    ) -> None:
        here = {"tenant_id": source.tenant_id, "ticket_id": source.id, **which}
        moved = {
            "ticket_id": merge.into,
            MOVES: {"$concatArrays": [{"$ifNull": [f"${MOVES}", []]}, [merge.id]]},
            ORIGIN: {"$ifNull": [f"${ORIGIN}", source.id]},
        }
        not_returned = {RETURNED: {"$not": {"$gte": merge.id}}}
        async with reachable():
            await rows.update_many({**here, **not_returned}, [{"$set": moved}])

    async def _file_opening(self, source: Ticket) -> None:
        """Give the opening message a row like any other's; one that a merge before left takes the text of now."""
        if source.opening is None:
            return
        row = message_to_document(source.opening)
        here = {"_id": row["_id"], "tenant_id": source.tenant_id, "ticket_id": source.id}
        async with reachable():
            try:
                await self._messages.insert_one(row)
            except DuplicateKeyError:
                await self._messages.update_one(here, {"$set": {"text": row["text"]}})


def _merge(source: Ticket) -> Merge:
    assert source.merge is not None
    return source.merge
