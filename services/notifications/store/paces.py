"""Bots' paces in MongoDB: one row for each bot, changed by one statement, by the database's own clock."""

from datetime import timedelta
from uuid import UUID

from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.errors import DuplicateKeyError

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Chat
from services.notifications.domain.pace import Place
from shared.mongo import Database, Document, reachable

COLLECTION = "paces"
KEPT = timedelta(days=1)
INDEXES = [
    IndexModel([("tenant_id", ASCENDING)], name="of_tenant"),
    IndexModel([("asked_at", ASCENDING)], name="forgotten", expireAfterSeconds=int(KEPT.total_seconds())),
]

# What has to be done between the grant and the call takes part of this: so that calls leave evenly.
LEAD = timedelta(milliseconds=20)
# Places so near are worth holding a chat for; those in the queue come that much early, and none is left unused.
AT_HAND = timedelta(milliseconds=120)
EARLY = timedelta(milliseconds=80)
# A chat whose turn in the queue has come stays at its head that long; after a longer halt the queue is formed anew.
AT_THE_HEAD = timedelta(seconds=1)
# Two chats refused within this time: the platform means the bot.
TOGETHER = timedelta(seconds=10)


class MongoPaces:
    """`free_at` is the bot's next place; `back_at` is the end of its queue."""

    def __init__(self, database: Database) -> None:
        self._collection = database[COLLECTION]

    async def ask(self, bot: Bot, *, every: timedelta, queued: bool) -> Place:
        soonest = _later("$$NOW", LEAD)
        known = {name: {"$max": [soonest, f"${name}"]} for name in ("free_at", "back_at")}
        granted = {"$and": [_within("$free_at", AT_HAND), queued or _within("$back_at", AT_HAND)]}
        at_head = {"$and": [queued, _within("$free_at", AT_THE_HEAD)]}
        end = {"$max": ["$free_at", "$back_at"]}
        answer = {
            "place_at": {"$cond": [{"$or": ["$granted", at_head]}, "$free_at", end]},
            "free_at": {"$cond": ["$granted", _later("$free_at", every), "$free_at"]},
            "back_at": {"$cond": [{"$or": ["$granted", at_head]}, "$back_at", _later(end, every)]},
            "asked_at": "$$NOW",
        }
        row = await self._change(bot, [{"$set": known}, {"$set": {"granted": granted}}, {"$set": answer}])
        wait = row["place_at"] - row["asked_at"]
        return Place(granted=row["granted"], wait=wait if row["granted"] else wait - EARLY)

    async def limited(self, bot: Bot, *, chat: Chat, pause: timedelta) -> None:
        another = {
            "$and": [
                {"$ne": [{"$ifNull": ["$limited_chat", chat.id]}, chat.id]},
                {"$gte": ["$limited_at", _later("$$NOW", -TOGETHER)]},
            ]
        }
        halt = {"$max": ["$free_at", _later("$$NOW", pause)]}
        change = {
            "free_at": {"$cond": [another, halt, "$free_at"]},
            "limited_chat": chat.id,
            "limited_at": "$$NOW",
        }
        await self._change(bot, [{"$set": change}])

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id})

    async def _change(self, bot: Bot, change: list[Document]) -> Document:
        key = {"_id": bot.id, "tenant_id": bot.tenant_id}
        try:
            return await self._upsert(key, change)
        except DuplicateKeyError:
            # Two at once made the same row: now it is there.
            return await self._upsert(key, change)

    async def _upsert(self, key: Document, change: list[Document]) -> Document:
        async with reachable():
            row = await self._collection.find_one_and_update(
                key, change, upsert=True, return_document=ReturnDocument.AFTER
            )
        assert row is not None
        return row


def _within(time: str, span: timedelta) -> Document:
    return {"$lte": [time, _later("$$NOW", span)]}


def _later(time: str | Document, span: timedelta) -> Document:
    return {"$add": [time, span // timedelta(milliseconds=1)]}
