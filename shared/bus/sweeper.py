"""Publishing what a dead process left in its outbox, or what was written while the broker was away."""

import asyncio
from datetime import timedelta

from pymongo.errors import PyMongoError

from shared.bus.outbox import Outbox
from shared.bus.publisher import Publisher
from shared.clock import utc_now
from shared.log import get_logger
from shared.mongo import Database, Document, Lease
from shared.telemetry import OUTBOX_AGE, OUTBOX_DEPTH

log = get_logger()

EVERY_SECONDS = 1.0
AFTER = timedelta(seconds=3)
BATCH = 500
LEASE_SECONDS = 10.0
COUNT_MS = 1_000


class Sweeper:
    """Every second, in one process of a service at a time: sends outbox entries older than 3 seconds."""

    def __init__(self, database: Database, *, outbox: Outbox, publisher: Publisher) -> None:
        self._lease = Lease(database, name="outbox-sweeper", seconds=LEASE_SECONDS)
        self._outbox = outbox
        self._publisher = publisher

    async def run(self) -> None:
        """Sweep until cancelled."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                while await self._lease.hold() and await self._sweep():
                    pass
            except PyMongoError as error:
                log.warning("sweep failed", error=repr(error))

    async def close(self) -> None:
        """Leave the lease to the next."""
        try:
            await self._lease.release()
        except PyMongoError as error:
            log.warning("sweeper's lease not released", error=repr(error))

    async def _sweep(self) -> bool:
        """Send one batch of each collection; True where there is more to do at once."""
        await self._outbox.bury_left_over()
        more = False
        for name in self._outbox.collections:
            waiting = await self._waiting(name)
            if not self._publisher.connected:
                continue
            sent = await self._outbox.send_left_over(name, waiting)
            if sent:
                log.info("swept", collection=name, events=sent)
            more = more or (sent > 0 and len(waiting) == BATCH)
        return more

    async def _waiting(self, name: str) -> list[Document]:
        collection = self._outbox.collections[name]
        query = {"outbox.at": {"$lt": utc_now() - AFTER}}
        waiting = await collection.find(query, {"outbox": 1, "tombstone": 1}).sort("outbox.at", 1).to_list(BATCH)
        oldest = min((document["outbox"][0]["at"] for document in waiting), default=None)
        OUTBOX_AGE.labels(name).set((utc_now() - oldest).total_seconds() if oldest else 0.0)
        depth = len(waiting)
        if depth == BATCH:
            depth = await collection.count_documents({"outbox.at": {"$exists": True}}, maxTimeMS=COUNT_MS)
        OUTBOX_DEPTH.labels(name).set(depth)
        return waiting
