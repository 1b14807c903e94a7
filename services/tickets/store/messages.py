"""Messages in MongoDB: all of a ticket's but its first, which is part of the ticket, and what is not filed yet."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from pymongo import ASCENDING, IndexModel

from services.tickets.domain.attachment import StoredFile
from services.tickets.domain.message import Delivery, Message
from services.tickets.store.filing import MESSAGES, Filing
from services.tickets.store.moving import MOVES
from services.tickets.store.ticket_documents import message_from_document
from shared.errors import NotFound
from shared.mongo import Database, reachable

COLLECTION = MESSAGES
NOBODY = UUID(int=0)
INDEXES = [
    IndexModel([("tenant_id", ASCENDING), ("ticket_id", ASCENDING), ("_id", ASCENDING)], name="conversation"),
    IndexModel(
        [("tenant_id", ASCENDING), ("attachments.id", ASCENDING)],
        name="by_attachment",
        partialFilterExpression={"attachments.id": {"$exists": True}},
    ),
    IndexModel(
        [("tenant_id", ASCENDING), ("platform.message_id", ASCENDING), ("platform.chat_id", ASCENDING)],
        name="by_platform",
        partialFilterExpression={"platform.message_id": {"$exists": True}},
    ),
    IndexModel(
        [("tenant_id", ASCENDING), (MOVES, ASCENDING)],
        name="moved",
        partialFilterExpression={MOVES: {"$exists": True}},
    ),
]


class MongoMessages:
    def __init__(self, database: Database) -> None:
        self._messages = database[COLLECTION]
        self._filing = Filing(database)

    async def get(self, tenant_id: UUID, ticket_id: UUID, message_id: UUID) -> Message:
        waiting = await self._filing.waiting(tenant_id, ticket_id)
        found = next((document for document in waiting if document["_id"] == message_id), None)
        if found is None:
            async with reachable():
                found = await self._messages.find_one({"_id": message_id, "tenant_id": tenant_id})
        if found is None:
            raise NotFound("There is no message with this id.")
        return message_from_document(found)

    async def page(
        self, tenant_id: UUID, ticket_id: UUID, *, after: UUID | None, below: UUID, limit: int, notes: bool
    ) -> tuple[list[Message], bool]:
        # What waits is read first: a message that is filed in between is then seen twice, and not never.
        waiting = await self._filing.waiting(tenant_id, ticket_id)
        start = after or NOBODY
        query = {"tenant_id": tenant_id, "ticket_id": ticket_id, "_id": {"$gt": start, "$lt": below}}
        async with reachable():
            found = self._messages.find(query | ({} if notes else {"internal": False}))
            documents = await found.sort("_id", 1).limit(limit + 1).to_list(limit + 1)
        seen = [each for each in waiting if start < each["_id"] < below and (notes or not each["internal"])]
        every = {document["_id"]: document for document in (*seen, *documents)}
        return [message_from_document(every[key]) for key in sorted(every)[:limit]], len(every) > limit

    async def showing(self, file: StoredFile) -> list[Message]:
        # As above, what is not filed yet comes first. A merge moves messages: those that are filed are found anywhere.
        waiting = await self._filing.with_ticket(file.tenant_id, file.ticket_id) if file.ticket_id else []
        async with reachable():
            found = self._messages.find({"tenant_id": file.tenant_id, "attachments.id": file.id})
            documents = await found.to_list(None)
        messages = [message_from_document(document) for document in (*waiting, *documents)]
        return [message for message in messages if file.as_attachment() in message.attachments]

    async def of_tickets(self, tenant_id: UUID, ids: Sequence[UUID]) -> dict[UUID, list[Message]]:
        # As above: what waits is read first.
        waiting = await self._filing.all_waiting(tenant_id, ids)
        async with reachable():
            documents = await self._messages.find({"tenant_id": tenant_id, "ticket_id": {"$in": list(ids)}}).to_list(
                None
            )
        every = {document["_id"]: document for document in (*waiting, *documents)}
        said: dict[UUID, list[Message]] = {ticket_id: [] for ticket_id in ids}
        for key in sorted(every):
            said[every[key]["ticket_id"]].append(message_from_document(every[key]))
        return said

    async def note_delivery(self, tenant_id: UUID, ticket_id: UUID, message_id: UUID, delivery: Delivery) -> bool:
        if await self._note(tenant_id, message_id, delivery):
            return True
        # Where nothing is left over, somebody else may have filed it just now, such as another report's handler.
        await self._filing.file_left_over(tenant_id, ticket_id)
        return await self._note(tenant_id, message_id, delivery)

    async def _note(self, tenant_id: UUID, message_id: UUID, delivery: Delivery) -> bool:
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
