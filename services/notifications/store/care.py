"""Which process polls a bot, how far its updates have come, and when its webhook is looked at next."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from services.notifications.domain.bot import Bot
from shared.mongo import Database, Document, reachable

COLLECTION = "care"
INDEXES = [IndexModel([("tenant_id", ASCENDING)], name="by_tenant")]


class MongoCare:
    """One row a bot, under the bot's id."""

    def __init__(self, database: Database) -> None:
        self._collection = database[COLLECTION]

    async def hold(self, bot: Bot, *, holder: UUID, at: datetime, until: datetime) -> bool:
        free: list[Document] = [{"holder": holder}, {"held_until": None}, {"held_until": {"$lte": at}}]
        return await self._taken({**_key(bot), "$or": free}, {"holder": holder, "held_until": until})

    async def let_go(self, bot: Bot, *, holder: UUID) -> None:
        async with reachable():
            await self._collection.update_one(
                {**_key(bot), "holder": holder}, {"$unset": {"holder": "", "held_until": ""}}
            )

    async def marker(self, bot: Bot) -> int | None:
        async with reachable():
            document = await self._collection.find_one(_key(bot), {"marker": 1})
        return None if document is None else document.get("marker")

    async def advance(self, bot: Bot, marker: int | None) -> None:
        async with reachable():
            await self._collection.update_one(_key(bot), {"$set": {"marker": marker}})

    async def to_check(self, bots: Sequence[Bot], *, at: datetime) -> list[Bot]:
        ids = [bot.id for bot in bots]
        async with reachable():
            later = await self._collection.distinct("_id", {"_id": {"$in": ids}, "check_at": {"$gt": at}})
        return [bot for bot in bots if bot.id not in later]

    async def take_check(self, bot: Bot, *, at: datetime, next_at: datetime) -> bool:
        """A bot that has never been looked at was connected just now: its time begins."""
        async with reachable():
            found = await self._collection.update_one(
                {**_key(bot), "check_at": {"$lte": at}}, {"$set": {"check_at": next_at}}
            )
        if not found.matched_count:
            await self._taken({**_key(bot), "check_at": None}, {"check_at": next_at})
        return found.matched_count == 1

    async def forget(self, bot: Bot) -> None:
        async with reachable():
            await self._collection.delete_one(_key(bot))

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id})

    async def _taken(self, free: Document, change: Document) -> bool:
        """Whether it was free, and is now as changed; the row is made if it is new."""
        try:
            async with reachable():
                await self._collection.update_one(free, {"$set": change}, upsert=True)
        except DuplicateKeyError:
            return False
        return True


def _key(bot: Bot) -> Document:
    return {"_id": bot.id, "tenant_id": bot.tenant_id}
