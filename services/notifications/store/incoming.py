"""What came in from the platforms, in MongoDB."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from services.notifications.domain.chat import Chat
from services.notifications.domain.incoming import Incoming, Waiting
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
    IndexModel([("waits", ASCENDING), ("_id", ASCENDING)], name="all_waiting", partialFilterExpression={"waits": True}),
    IndexModel([("done_at", ASCENDING)], name="forgotten", expireAfterSeconds=int(KEPT.total_seconds())),
]


class MongoIncoming:
    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
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

    async def keep(self, incoming: Incoming) -> None:
        change = {"$set": {"attempts": incoming.attempts, "failures": incoming.failures}}
        async with reachable():
            await self._collection.update_one(_key(incoming), change)

    async def done(self, incoming: Incoming, *, error: str | None = None) -> None:
        change = {"$set": {"done_at": self._clock(), "error": error}, "$unset": {"waits": "", "update": ""}}
        async with reachable():
            await self._collection.update_one(_key(incoming), change)

    async def set_aside(self, incoming: Incoming, *, error: str) -> None:
        """It keeps its update, and no time at which it would be forgotten."""
        kept = {"failures": incoming.failures, "attempts": incoming.attempts, "error": error, "aside_at": self._clock()}
        async with reachable():
            await self._collection.update_one(_key(incoming), {"$set": kept, "$unset": {"waits": ""}})

    async def waiting(self) -> Waiting:
        """The one question that looks across tenants."""
        async with reachable():
            number = await self._collection.count_documents({"waits": True}, hint="all_waiting")
            first = await self._collection.find_one({"waits": True}, {"came_at": 1}, sort=[("_id", ASCENDING)])
        return Waiting(number, None if first is None else first["came_at"])

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id})


def _key(incoming: Incoming) -> Document:
    return {"_id": incoming.id, "tenant_id": incoming.tenant_id}


def _document(incoming: Incoming) -> Document:
    return {
        **_key(incoming),
        "channel_id": incoming.channel_id,
        "chat": incoming.chat,
        "key": incoming.key,
        "update": incoming.update,
        "came_at": incoming.came_at,
        "attempts": incoming.attempts,
        "failures": incoming.failures,
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
        failures=document["failures"],
    )
