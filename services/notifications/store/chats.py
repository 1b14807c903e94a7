"""Chats in MongoDB: each row is a subscription to tickets and, by due times and claims, the turns in it."""

from datetime import datetime, timedelta
from uuid import UUID

from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.errors import DuplicateKeyError

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Chat
from services.notifications.domain.inbound import Sender
from services.notifications.domain.language import language_of
from services.notifications.store.turns import MongoTurns, chat_of, due_index
from shared.ids import new_id
from shared.mongo import Database, Document, reachable

COLLECTION = "chats"
# What the fields of the second turn in each row begin with: that of seeing to what came in.
RECEIVING = "receiving_"
INDEXES = [
    IndexModel(
        [("tenant_id", ASCENDING), ("channel_id", ASCENDING), ("chat_id", ASCENDING)], name="one_of_each", unique=True
    ),
    IndexModel([("tenant_id", ASCENDING), ("ticket_ids", ASCENDING)], name="by_ticket"),
    due_index(),
    due_index(RECEIVING),
]


class MongoChats(MongoTurns):
    """The chats, and the turns of sending to them."""

    def __init__(self, database: Database, *, lease: timedelta) -> None:
        super().__init__(database[COLLECTION], lease=lease)
        self._collection = database[COLLECTION]

    async def of_ticket(self, tenant_id: UUID, ticket_id: UUID) -> Chat | None:
        async with reachable():
            document = await self._collection.find_one(
                {"tenant_id": tenant_id, "ticket_ids": ticket_id}, sort=[("_id", ASCENDING)]
            )
        return None if document is None else chat_of(document)

    async def subscribe(self, bot: Bot, *, chat_id: int, ticket_id: UUID) -> Chat:
        return await self._made(_key(bot, chat_id=chat_id), {"$addToSet": {"ticket_ids": ticket_id}})

    async def meet(self, bot: Bot, *, chat_id: int, sender: Sender) -> Chat:
        """Who is known already, as nearly all are, costs no write."""
        key, known = _key(bot, chat_id=chat_id), _known(sender)
        async with reachable():
            document = await self._collection.find_one(key)
        if document is not None and all(document.get(name) == value for name, value in known.items()):
            return chat_of(document)
        return await self._made(key, {"$set": known} if known else {})

    async def _made(self, key: Document, change: Document) -> Chat:
        """The chat with the change, made if it is new."""
        try:
            return await self._upsert(key, change)
        except DuplicateKeyError:
            # Two at once made the same chat: now it is there.
            return await self._upsert(key, change)

    async def _upsert(self, key: Document, change: Document) -> Chat:
        change = {**change, "$setOnInsert": {"_id": new_id(), "wakes": 0}}
        async with reachable():
            document = await self._collection.find_one_and_update(
                key, change, upsert=True, return_document=ReturnDocument.AFTER
            )
        assert document is not None
        return chat_of(document)

    async def unsubscribe(self, tenant_id: UUID, ticket_id: UUID) -> None:
        async with reachable():
            await self._collection.update_many(
                {"tenant_id": tenant_id, "ticket_ids": ticket_id}, {"$pull": {"ticket_ids": ticket_id}}
            )

    async def mark_blocked(self, chat: Chat, *, at: datetime | None) -> None:
        async with reachable():
            await self._collection.update_one(
                {"_id": chat.id, "tenant_id": chat.tenant_id}, {"$set": {"blocked_at": at}}
            )

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id})


def _key(bot: Bot, *, chat_id: int) -> Document:
    return {"tenant_id": bot.tenant_id, "channel_id": bot.id, "chat_id": chat_id}


def _known(sender: Sender) -> Document:
    """What an update says of its sender; what it does not say is no news."""
    language = language_of(sender.language) if sender.language else None
    said = {"first_name": sender.first_name, "username": sender.username, "language": language}
    return {name: value for name, value in said.items() if value is not None}
