"""How far the bot's own conversation with each chat has come; it stands in the chat's row."""

from datetime import datetime
from uuid import UUID

from services.notifications.domain.chat import Asked, Chat
from services.notifications.store.chats import COLLECTION
from shared.mongo import Database, Document, reachable


class MongoDialogues:
    def __init__(self, database: Database) -> None:
        self._collection = database[COLLECTION]

    async def agree(self, chat: Chat, *, by: UUID, at: datetime) -> bool:
        """A repeat of the deed that subscribed the chat is told the same."""
        new = {**_key(chat), "$or": [{"subscribed_at": None}, {"subscribed_by": by}]}
        async with reachable():
            result = await self._collection.update_one(new, {"$set": {"subscribed_at": at, "subscribed_by": by}})
        return result.matched_count == 1

    async def ask(self, chat: Chat, asked: Asked | None) -> None:
        change = {"$unset": {"asked": ""}} if asked is None else {"$set": {"asked": _asked(asked)}}
        async with reachable():
            await self._collection.update_one(_key(chat), change)


def _key(chat: Chat) -> Document:
    return {"tenant_id": chat.tenant_id, "_id": chat.id}


def _asked(asked: Asked) -> Document:
    return {"question": asked.question, "ticket_type_id": asked.ticket_type_id, "ticket_id": asked.ticket_id}
