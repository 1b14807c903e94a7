"""Whose turn it is in each chat, kept in the chats' own rows: one due time and one claim for each kind of work."""

from datetime import datetime, timedelta

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo import ASCENDING, IndexModel

from services.notifications.domain.chat import Asked, Chat, Question, Turn
from shared.ids import new_id
from shared.mongo import Document, reachable


class MongoTurns:
    """Turns for one kind of work, whose fields begin with its name."""

    def __init__(self, chats: AsyncIOMotorCollection[Document], *, lease: timedelta, work: str = "") -> None:
        self._chats = chats
        self._length = lease
        self._due_at, self._claim = f"{work}due_at", f"{work}claim"
        self._wakes, self._queued = f"{work}wakes", f"{work}queued"

    async def wake(self, chat: Chat, *, at: datetime) -> None:
        """A due time that stands, a pause that the platform asked for above all, is left as it is."""
        asked = {"$add": [{"$ifNull": [f"${self._wakes}", 0]}, 1]}
        change = {self._due_at: {"$ifNull": [f"${self._due_at}", at]}, self._wakes: asked}
        async with reachable():
            await self._chats.update_one({"_id": chat.id, "tenant_id": chat.tenant_id}, [{"$set": change}])

    async def claim(self, *, at: datetime) -> Turn | None:
        """A claim is due again when it lapses, so that what is due is free, and the first entry of the index is it."""
        claim = new_id()
        change = {"$set": {self._due_at: at + self._length, self._claim: claim}, "$unset": {self._queued: ""}}
        async with reachable():
            document = await self._chats.find_one_and_update(
                {self._due_at: {"$lte": at}}, change, sort=[(self._due_at, ASCENDING)]
            )
        if document is None:
            return None
        return Turn(
            chat=chat_of(document),
            claim=claim,
            due_at=document[self._due_at],
            wakes=document.get(self._wakes, 0),
            lease=self._length,
            queued=document.get(self._queued, False),
        )

    async def next_due(self) -> datetime | None:
        async with reachable():
            document = await self._chats.find_one(
                {self._due_at: {"$exists": True}}, {self._due_at: 1}, sort=[(self._due_at, ASCENDING)]
            )
        return None if document is None else document[self._due_at]

    async def hold(self, turn: Turn, *, at: datetime) -> bool:
        async with reachable():
            result = await self._chats.update_one(self._held(turn), {"$set": {self._due_at: at + self._length}})
        return result.matched_count == 1

    async def release(self, turn: Turn, *, due_at: datetime, queued: bool = False) -> None:
        kept = {self._due_at: due_at, **({self._queued: True} if queued else {})}
        async with reachable():
            await self._chats.update_one(self._held(turn), {"$set": kept, "$unset": {self._claim: ""}})

    async def rest(self, turn: Turn, *, at: datetime) -> None:
        """What was stored after the claim has woken the chat again, and then it is due at once."""
        unasked = {"$eq": [{"$ifNull": [f"${self._wakes}", 0]}, turn.wakes]}
        change: Document = {self._due_at: {"$cond": [unasked, "$$REMOVE", at]}, self._claim: "$$REMOVE"}
        async with reachable():
            await self._chats.update_one(self._held(turn), [{"$set": change}])

    def _held(self, turn: Turn) -> Document:
        return {"_id": turn.chat.id, "tenant_id": turn.chat.tenant_id, self._claim: turn.claim}


def due_index(work: str = "") -> IndexModel:
    """Taking turns is the one query that looks across tenants."""
    field = f"{work}due_at"
    return IndexModel([(field, ASCENDING)], name=f"{work}due", partialFilterExpression={field: {"$exists": True}})


def chat_of(document: Document) -> Chat:
    """The chat that a row is about."""
    return Chat(
        id=document["_id"],
        tenant_id=document["tenant_id"],
        channel_id=document["channel_id"],
        chat_id=document["chat_id"],
        blocked_at=document.get("blocked_at"),
        subscribed_at=document.get("subscribed_at"),
        subscribed_by=document.get("subscribed_by"),
        language=document.get("language"),
        first_name=document.get("first_name"),
        username=document.get("username"),
        asked=_asked(document.get("asked")),
    )


def _asked(document: Document | None) -> Asked | None:
    if document is None:
        return None
    return Asked(Question(document["question"]), document["ticket_type_id"], document["ticket_id"])
