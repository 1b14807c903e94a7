"""Watches in MongoDB: one document a ticket is the watch, its next timer and its outbox, written at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError
from pymongo.write_concern import WriteConcern

from services.sla.domain.watch import Watch
from services.sla.store.mapping import CLEARABLE, from_document, to_document
from shared.bus.outbox import OUTBOX_INDEX, Outbox, entries
from shared.events.envelope import Event
from shared.events.ticket import TicketSnapshot
from shared.ids import new_id
from shared.mongo import Database, Document, insert_together, reachable
from shared.mongo.rows import documents_of
from shared.mongo.updates import Guarded, guarded_together

COLLECTION = "watches"
ENDED_KEPT_SECONDS = 30 * 86_400
INDEXES = [
    IndexModel([("tenant_id", ASCENDING), ("_id", ASCENDING)], name="by_tenant"),
    # Beside the outbox's, the one index that looks across tenants: the clock is the same for all.
    IndexModel([("due_at", ASCENDING)], name="due", partialFilterExpression={"due_at": {"$exists": True}}),
    IndexModel([("ended_at", ASCENDING)], name="expiry", expireAfterSeconds=ENDED_KEPT_SECONDS, sparse=True),
    IndexModel(
        [("tenant_id", ASCENDING), ("open_under", ASCENDING)],
        name="under_older",
        partialFilterExpression={"open_under": {"$exists": True}},
    ),
    OUTBOX_INDEX,
]


class MongoWatches:
    def __init__(self, database: Database, *, outbox: Outbox, lease: timedelta) -> None:
        self._collection = database[COLLECTION]
        self._documents = documents_of(self._collection)
        self._inserts = insert_together(self._collection)
        self._guarded = guarded_together(self._collection)
        # A claim that is lost with a primary is made again: the write that follows it tells whose it is.
        self._claims = database.get_collection(COLLECTION, write_concern=WriteConcern(w=1))
        self._outbox = outbox
        self._lease = lease

    async def find(self, tenant_id: UUID, ticket_id: UUID) -> Watch[TicketSnapshot] | None:
        document = await self._documents((tenant_id, ticket_id))
        return None if document is None else from_document(document)

    async def save(self, watch: Watch[TicketSnapshot], events: Sequence[Event] = ()) -> bool:
        written = entries(events)
        saved = await (self._replace(watch, written) if watch.rev else self._insert(watch, written))
        if saved:
            self._outbox.announce(COLLECTION, watch.ticket_id, written)
        return saved

    async def _insert(self, watch: Watch[TicketSnapshot], written: list[Document]) -> bool:
        key = {"_id": watch.ticket_id, "tenant_id": watch.tenant_id, "rev": 1}
        try:
            await self._inserts({**key, **to_document(watch), "outbox": written})
        except DuplicateKeyError:
            return False
        return True

    async def _replace(self, watch: Watch[TicketSnapshot], written: list[Document]) -> bool:
        """The outbox is added to, not replaced: the relay takes entries out at any time."""
        fields = to_document(watch)
        cleared = {name: "" for name in CLEARABLE if name not in fields}
        update: Document = {"$set": fields, "$unset": {"lease_until": "", **cleared}, "$inc": {"rev": 1}}
        if written:
            update["$push"] = {"outbox": {"$each": written}}
        unchanged = {"_id": watch.ticket_id, "tenant_id": watch.tenant_id, "rev": watch.rev}
        # A write that tells nothing is known by its mark. Where a later one has wiped that, it is decided again, and
        # finds nothing left to do.
        mark = new_id()
        update["$set"] = {**fields, "mark": mark}
        proof: Document = {"outbox.id": written[0]["id"]} if written else {"mark": mark}
        return await self._guarded(Guarded(unchanged, update, proof=proof))

    async def next_due(self, *, now: datetime) -> datetime | None:
        due = {"due_at": {"$exists": True}, **_unclaimed(now)}
        async with reachable():
            document = await self._collection.find_one(due, {"due_at": 1}, sort=[("due_at", ASCENDING)])
        return None if document is None else document["due_at"]

    async def claim(self, *, due_by: datetime, now: datetime) -> Watch[TicketSnapshot] | None:
        due = {"due_at": {"$lte": due_by}, **_unclaimed(now)}
        async with reachable():
            document = await self._claims.find_one_and_update(
                due, {"$set": {"lease_until": now + self._lease}}, sort=[("due_at", ASCENDING)]
            )
        return None if document is None else from_document(document)

    async def under_older(self, tenant_id: UUID, revision: int, *, limit: int) -> list[Watch[TicketSnapshot]]:
        query = {"tenant_id": tenant_id, "open_under": {"$lt": revision}}
        async with reachable():
            documents = await self._collection.find(query).limit(limit).to_list(limit)
        return [from_document(document) for document in documents]

    async def open_ones(self, tenant_id: UUID, *, after: UUID | None, limit: int) -> list[Watch[TicketSnapshot]]:
        query: Document = {"tenant_id": tenant_id, "open_under": {"$exists": True}}
        if after is not None:
            query["_id"] = {"$gt": after}
        async with reachable():
            documents = await self._collection.find(query, hint="by_tenant").sort("_id", 1).limit(limit).to_list(limit)
        return [from_document(document) for document in documents]

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id})


def _unclaimed(now: datetime) -> Document:
    return {"$or": [{"lease_until": None}, {"lease_until": {"$lt": now}}]}
