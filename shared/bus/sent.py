"""What the broker has confirmed, kept for an hour: one that has lost everything can be told again."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pymongo import ASCENDING, IndexModel

from shared.bus.forgetting import Pending
from shared.clock import utc_now
from shared.mongo import Database, Document, reachable

COLLECTION = "sent"
# Much longer than any queue is when all is well; what waits in one for longer is in the broker alone.
KEPT_SECONDS = 3_600
INDEXES = [IndexModel([("at", ASCENDING)], name="expiry", expireAfterSeconds=KEPT_SECONDS)]
MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SentEvent:
    """As it was published."""

    id: str
    type: str
    also: tuple[str, ...]
    body: bytes


class SentEvents:
    """A service's sent events in its own database, a batch a document: one for each event would cost much more."""

    def __init__(self, database: Database) -> None:
        self._batches = database[COLLECTION]

    async def keep(self, events: Sequence[Pending]) -> None:
        """Store them before their outbox forgets them. Raises PyMongoError."""
        now = utc_now()
        await self._batches.insert_many([{"at": now, "events": batch} for batch in _batches(events)])

    async def since(self, at: datetime) -> AsyncIterator[SentEvent]:
        """What was confirmed then or later, in about that order. Raises Unavailable."""
        async with reachable():
            found = await self._batches.find({"at": {"$gte": at}}, {"_id": 1}).sort("at", ASCENDING).to_list(None)
        for each in found:
            # One look for each, since a look has a deadline, and whoever iterates takes their time.
            async with reachable():
                batch = await self._batches.find_one({"_id": each["_id"]})
            for event in batch["events"] if batch else ():
                yield SentEvent(event["id"], event["type"], tuple(event["also"]), bytes(event["body"]))


def _batches(events: Sequence[Pending]) -> Iterator[list[Document]]:
    """In their order, each as much as fits well into a document."""
    batch: list[Document] = []
    room = MOST_BYTES
    for event in events:
        if batch and len(event.body) > room:
            yield batch
            batch, room = [], MOST_BYTES
        batch.append({"id": event.event_id, "type": event.event_type, "also": list(event.also), "body": event.body})
        room -= len(event.body)
    if batch:
        yield batch
