"""Chats in MongoDB: each row is a subscription to tickets and, by its due time and claim, an outbox's turn."""

from datetime import datetime, timedelta
from uuid import UUID

from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.errors import DuplicateKeyError

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Chat, Turn
from shared.ids import new_id
from shared.mongo import Database, Document, reachable

COLLECTION = "chats"
INDEXES = [
    IndexModel(
        [("tenant_id", ASCENDING), ("channel_id", ASCENDING), ("chat_id", ASCENDING)], name="one_of_each", unique=True
    ),
    IndexModel([("tenant_id", ASCENDING), ("ticket_ids", ASCENDING)], name="by_ticket"),
    # Taking turns is the one query that looks across tenants.
    IndexModel([("due_at", ASCENDING)], name="due", partialFilterExpression={"due_at": {"$exists": True}}),
]


class MongoChats:
    def __init__(self, database: Database, *, lease: timedelta) -> None:
        self._collection = database[COLLECTION]
        self._lease = lease

    async def of_ticket(self, tenant_id: UUID, ticket_id: UUID) -> Chat | None:
        async with reachable():
            document = await self._collection.find_one(
                {"tenant_id": tenant_id, "ticket_ids": ticket_id}, sort=[("_id", ASCENDING)]
            )
        return None if document is None else _chat(document)

    async def subscribe(self, bot: Bot, *, chat_id: int, ticket_id: UUID) -> Chat:
        key = {"tenant_id": bot.tenant_id, "channel_id": bot.id, "chat_id": chat_id}
        change = {"$addToSet": {"ticket_ids": ticket_id}, "$setOnInsert": {"_id": new_id(), "wakes": 0}}
        try:
            return await self._upsert(key, change)
        except DuplicateKeyError:
            # Two at once made the same chat: now it is there.
            return await self._upsert(key, change)

    async def _upsert(self, key: Document, change: Document) -> Chat:
        async with reachable():
            document = await self._collection.find_one_and_update(
                key, change, upsert=True, return_document=ReturnDocument.AFTER
            )
        assert document is not None
        return _chat(document)

    async def unsubscribe(self, tenant_id: UUID, ticket_id: UUID) -> None:
        async with reachable():
            await self._collection.update_many(
                {"tenant_id": tenant_id, "ticket_ids": ticket_id}, {"$pull": {"ticket_ids": ticket_id}}
            )

    async def wake(self, chat: Chat, *, at: datetime) -> None:
        """A due time that stands, a pause that the platform asked for above all, is left as it is."""
        change = {"due_at": {"$ifNull": ["$due_at", at]}, "wakes": {"$add": ["$wakes", 1]}}
        async with reachable():
            await self._collection.update_one({"_id": chat.id, "tenant_id": chat.tenant_id}, [{"$set": change}])

    async def claim(self, *, at: datetime) -> Turn | None:
        claim = new_id()
        free = {"due_at": {"$lte": at}, "$or": [{"lease_until": None}, {"lease_until": {"$lte": at}}]}
        async with reachable():
            document = await self._collection.find_one_and_update(
                free, {"$set": {"lease_until": at + self._lease, "claim": claim}}, sort=[("due_at", ASCENDING)]
            )
        if document is None:
            return None
        return Turn(chat=_chat(document), claim=claim, due_at=document["due_at"], wakes=document["wakes"])

    async def hold(self, turn: Turn, *, at: datetime) -> bool:
        async with reachable():
            result = await self._collection.update_one(_held(turn), {"$set": {"lease_until": at + self._lease}})
        return result.matched_count == 1

    async def release(self, turn: Turn, *, due_at: datetime) -> None:
        change = {"$set": {"due_at": due_at}, "$unset": {"lease_until": "", "claim": ""}}
        async with reachable():
            await self._collection.update_one(_held(turn), change)

    async def rest(self, turn: Turn, *, at: datetime) -> None:
        """What was stored after the claim has woken the chat again, and then it is due at once."""
        unasked = {"$eq": ["$wakes", turn.wakes]}
        change = {"due_at": {"$cond": [unasked, "$$REMOVE", at]}, "lease_until": "$$REMOVE", "claim": "$$REMOVE"}
        async with reachable():
            await self._collection.update_one(_held(turn), [{"$set": change}])

    async def mark_blocked(self, chat: Chat, *, at: datetime | None) -> None:
        async with reachable():
            await self._collection.update_one(
                {"_id": chat.id, "tenant_id": chat.tenant_id}, {"$set": {"blocked_at": at}}
            )

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id})


def _held(turn: Turn) -> Document:
    return {"_id": turn.chat.id, "tenant_id": turn.chat.tenant_id, "claim": turn.claim}


def _chat(document: Document) -> Chat:
    return Chat(
        id=document["_id"],
        tenant_id=document["tenant_id"],
        channel_id=document["channel_id"],
        chat_id=document["chat_id"],
        blocked_at=document.get("blocked_at"),
    )
