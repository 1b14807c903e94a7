"""Attempts that were begun and did not end: how an event that kills its process is told from those beside it."""

from typing import Protocol
from uuid import UUID

from pymongo import ASCENDING, IndexModel

from shared.clock import utc_now
from shared.mongo import Database, reachable

# So many failures, or deaths of the process, and the event goes to the dead queue.
ATTEMPTS = 5
COLLECTION = "attempts"
KEPT_SECONDS = 7 * 86_400
INDEXES = [IndexModel([("at", ASCENDING)], name="expiry", expireAfterSeconds=KEPT_SECONDS)]


class Attempts(Protocol):
    """A service's notes, which outlive its processes. Each method raises Unavailable where it cannot know or write.

    A key names an event, a token one delivery of it; to begin again under the same token is no other attempt.
    """

    async def unfinished(self, key: str) -> int:
        """How many attempts have begun and not ended."""
        ...

    async def begin(self, key: str, token: UUID) -> None: ...

    async def end(self, key: str, token: UUID) -> None: ...

    async def forget(self, key: str) -> None:
        """The event is done: whatever stands against it."""
        ...


class MongoAttempts:
    """In the service's own database, for a week after the last attempt; only events that came again have any."""

    def __init__(self, database: Database) -> None:
        self._notes = database[COLLECTION]

    async def unfinished(self, key: str) -> int:
        async with reachable():
            note = await self._notes.find_one({"_id": key})
        return len(note["begun"]) if note else 0

    async def begin(self, key: str, token: UUID) -> None:
        change = {"$addToSet": {"begun": token}, "$set": {"at": utc_now()}}
        async with reachable():
            await self._notes.update_one({"_id": key}, change, upsert=True)

    async def end(self, key: str, token: UUID) -> None:
        async with reachable():
            await self._notes.update_one({"_id": key}, {"$pull": {"begun": token}})

    async def forget(self, key: str) -> None:
        async with reachable():
            await self._notes.delete_one({"_id": key})
