"""The transactional outbox: events live in the document whose change they tell of, until the broker has them.

A store writes the change and `entries(events)` into one document, in one write, and then calls `announce`. The relay
publishes at once, with many confirms in flight, and forgets an entry only when it is confirmed. What a dead process
left behind is taken up by the sweeper (`shared.bus.sweeper`).
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from pymongo import ASCENDING, IndexModel
from pymongo.errors import PyMongoError
from pymongo.write_concern import WriteConcern

from shared.bus.forgetting import Follower, Forgetting, Pending
from shared.bus.publisher import Publisher
from shared.bus.turns import Turns
from shared.errors import Unavailable
from shared.events.envelope import Event
from shared.log import get_logger
from shared.mongo import Database, Document

__all__ = ["OUTBOX_INDEX", "TOMBSTONE_INDEX", "Outbox", "Pending", "entries"]

log = get_logger()

IN_FLIGHT = 200
WAITING = 5_000
# Events leave in bursts, so that every consumer takes several at a time.
GATHER_SECONDS = 0.02
FLUSH_SECONDS = 10.0

# For each collection that carries an outbox. Sweeping is the one query that looks across tenants.
OUTBOX_INDEX = IndexModel(
    [("outbox.at", ASCENDING)], name="outbox_at", partialFilterExpression={"outbox.at": {"$exists": True}}
)

# For each collection whose documents become tombstones, so that the sweeper finds those that nobody buried.
TOMBSTONE_INDEX = IndexModel([("tombstone", ASCENDING)], name="tombstone", partialFilterExpression={"tombstone": True})


def entries(events: Iterable[Event]) -> list[Document]:
    """What a store puts into the document's `outbox` array."""
    return [_entry(event) for event in events]


def _entry(event: Event) -> Document:
    also = {"also": list(event.also)} if event.also else {}
    return {"id": event.id, "type": event.TYPE, "at": event.time, "body": event.to_json(), **also}


class Outbox:
    """One process's relay over the collections of its service's database that carry an outbox.

    `tombstones` are those of them with the TOMBSTONE_INDEX. `followers` keep something of a collection's events before
    they are forgotten.
    """

    def __init__(
        self,
        database: Database,
        *,
        publisher: Publisher,
        collections: Sequence[str],
        tombstones: Sequence[str] = (),
        followers: Mapping[str, Sequence[Follower]] | None = None,
    ) -> None:
        quick = WriteConcern(w=1)
        self.collections = {name: database.get_collection(name, write_concern=quick) for name in collections}
        self._tombstones = tombstones
        self._forgetting = Forgetting(self.collections, followers=followers or {})
        self._publisher = publisher
        self._room = asyncio.Semaphore(IN_FLIGHT)
        self._turns = Turns(seconds=GATHER_SECONDS)
        self._underway: set[asyncio.Task[None]] = set()
        self._known = self._forgetting.known

    def announce(
        self, collection: str, document_id: object, written: Iterable[Document], *, tombstone: bool = False
    ) -> None:
        """Publish soon what has just been written; never waits, and leaves to the sweeper what it cannot take.

        `tombstone` says that the document only waits for its last event, and goes when that is out.
        """
        for entry in written:
            pending = _pending(collection, document_id, entry, tombstone=tombstone)
            if self._publisher.connected and len(self._known) < WAITING:
                self._start(pending)
            else:
                self._forgetting.left_over(pending)

    async def send_left_over(self, collection: str, documents: Iterable[Document]) -> int:
        """Publish and forget the outboxes of documents that another process left; how many events that were."""
        tasks = [
            self._start(_pending(collection, document["_id"], entry, tombstone=document.get("tombstone", False)))
            for document in documents
            for entry in document["outbox"]
            if str(entry["id"]) not in self._known
        ]
        if tasks:
            await asyncio.wait(tasks)
            await self._forgetting.forget()
        return len(tasks)

    async def bury_left_over(self) -> None:
        """Delete tombstones without events: of processes that died before, or whose earlier events outlived the last.

        Raises PyMongoError.
        """
        for name in self._tombstones:
            await self._forgetting.bury(name)

    def _start(self, pending: Pending) -> asyncio.Task[None]:
        self._known.add(pending.event_id)
        task = asyncio.create_task(self._send(pending))
        self._underway.add(task)
        task.add_done_callback(self._underway.discard)
        return task

    async def _send(self, pending: Pending) -> None:
        """Whatever a publish breaks off with, the sweeper must see the event as one that nobody is sending."""
        try:
            await self._turns.mine()
            async with self._room:
                await self._publisher.publish(
                    pending.body, event_id=pending.event_id, event_type=pending.event_type, also=pending.also
                )
        except BaseException as error:
            self._known.discard(pending.event_id)
            if not isinstance(error, Unavailable):
                raise
            log.warning("event left to the sweeper", event_id=pending.event_id, error=error.message)
        else:
            self._forgetting.confirmed(pending)

    async def close(self) -> None:
        """Let what is in flight land (at most 10 seconds), and forget it."""
        if self._underway:
            await asyncio.wait(self._underway, timeout=FLUSH_SECONDS)
        try:
            await self._forgetting.forget()
        except PyMongoError as error:
            log.warning("outbox not emptied", error=repr(error))

    async def run(self) -> None:
        """Forget what is confirmed, in batches, until cancelled."""
        await self._forgetting.run()


def _pending(collection: str, document_id: object, entry: Document, *, tombstone: bool) -> Pending:
    return Pending(
        collection,
        document_id,
        event_id=str(entry["id"]),
        event_type=entry["type"],
        also=tuple(entry.get("also", ())),
        body=bytes(entry["body"]),
        tombstone=tombstone,
    )
