"""What came in from the platforms, in MongoDB."""

from datetime import timedelta
from uuid import UUID

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from services.notifications.domain.chat import Chat
from services.notifications.domain.incoming import Incoming
from shared.clock import Clock
from shared.mongo import Database, Document, reachable

COLLECTION = "incoming"
# Longer than any platform repeats an update (24 hours).
KEPT = timedelta(days=2)
INDEXES = [
    IndexModel([("tenant_id", ASCENDING), ("channel_id", ASCENDING), ("key", ASCENDING)], name="once", unique=True),
    IndexModel(
        [("tenant_id", ASCENDING), ("chat", ASCENDING), ("_id", ASCENDING)],
        name="waiting",
        partialFilterExpression={"waits": True},
    ),
    IndexModel([("done_at", ASCENDING)], name="forgotten", expireAfterSeconds=int(KEPT.total_seconds())),
]


class MongoIncoming:
    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._collection = database[COLLECTION]
        self._clock = clock

    async def add(self, incoming: Incoming) -> bool:
        try:
            async with reachable():
                await self._collection.insert_one(_document(incoming))
        except DuplicateKeyError:
            return False
        return True

    async def next_in(self, chat: Chat) -> Incoming | None:
        query = {"tenant_id": chat.tenant_id, "chat": chat.id, "waits": True}
        async with reachable():
            document = await self._collection.find_one(query, sort=[("_id", ASCENDING)])
        return None if document is None else _incoming(document)

    async def done(self, incoming: Incoming, *, error: str | None = None) -> None:
        change = {"$set": {"done_at": self._clock(), "error": error}, "$unset": {"waits": "", "update": ""}}
        async with reachable():
            await self._collection.update_one({"_id": incoming.id, "tenant_id": incoming.tenant_id}, change)

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id})


def _document(incoming: Incoming) -> Document:
    return {
        "_id": incoming.id,
        "tenant_id": incoming.tenant_id,
        "channel_id": incoming.channel_id,
        "chat": incoming.chat,
        "key": incoming.key,
        "update": incoming.update,
        "came_at": incoming.came_at,
        "attempts": incoming.attempts,
        "waits": True,
    }


def _incoming(document: Document) -> Incoming:
    return Incoming(
        id=document["_id"],
        tenant_id=document["tenant_id"],
        channel_id=document["channel_id"],
        chat=document["chat"],
        key=document["key"],
        update=document["update"],
        came_at=document["came_at"],
        attempts=document["attempts"],
    )
