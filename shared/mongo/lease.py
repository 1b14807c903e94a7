"""What only one process may do at a time."""

from datetime import timedelta

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError
from pymongo.write_concern import WriteConcern

from shared.clock import utc_now
from shared.ids import new_id
from shared.mongo.client import Database


class Lease:
    """Held for some seconds, and renewed by holding again."""

    def __init__(self, database: Database, *, name: str, seconds: float) -> None:
        self._leases = database.get_collection("leases", write_concern=WriteConcern(w=1))
        self._name = name
        self._length = timedelta(seconds=seconds)
        self._holder = str(new_id())

    async def hold(self) -> bool:
        """Take or renew the lease; False where another process holds it."""
        now = utc_now()
        free = {"_id": self._name, "$or": [{"holder": self._holder}, {"until": {"$lt": now}}]}
        mine = {"$set": {"holder": self._holder, "until": now + self._length}}
        try:
            found = await self._leases.find_one_and_update(
                free, mine, upsert=True, return_document=ReturnDocument.AFTER
            )
        except DuplicateKeyError:
            return False
        return found is not None

    async def release(self) -> None:
        await self._leases.delete_one({"_id": self._name, "holder": self._holder})
