"""The history of tickets in MongoDB: filed when their events are forgotten, and until then read from the outbox.

So a write to a ticket pays nothing for its history, which is whole at every moment, also with the broker away.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pymongo import ASCENDING, IndexModel
from pymongo.errors import BulkWriteError

from services.tickets.domain.history import TOLD_BESIDE, Doer, Occurrence
from services.tickets.store.ticket_queries import COLLECTION as TICKETS
from shared.bus.outbox import Pending
from shared.mongo import Database, Document, reachable
from shared.mongo.inserts import DUPLICATE_KEY
from shared.vocabulary import ActorType

COLLECTION = "history"
INDEXES = [IndexModel([("tenant_id", ASCENDING), ("ticket_id", ASCENDING), ("place", ASCENDING)], name="of_ticket")]
NOT_KEPT = TOLD_BESIDE | {"ticket.deleted"}


class HistoryFiling:
    """Follows the outbox of tickets."""

    def __init__(self, database: Database) -> None:
        self._rows = database[COLLECTION]

    async def waiting(self, events: Sequence[Pending]) -> None:
        """They are read from the outbox."""

    async def sent(self, events: Sequence[Pending]) -> None:
        rows = [_row(json.loads(event.body)) for event in events if event.event_type not in NOT_KEPT]
        if not rows:
            return
        try:
            await self._rows.insert_many(rows, ordered=False)
        except BulkWriteError as error:
            if any(refused["code"] != DUPLICATE_KEY for refused in error.details["writeErrors"]):
                raise

    async def gone(self, events: Sequence[Pending]) -> None:
        tenants = {UUID(json.loads(event.body)["tenantid"]) for event in events}
        ids = [UUID(event.event_id) for event in events]
        await self._rows.delete_many({"tenant_id": {"$in": list(tenants)}, "_id": {"$in": ids}})

    async def buried(self, tombstones: Sequence[Document]) -> None:
        tenants = {tombstone.get("of_tenant") for tombstone in tombstones}
        ids = [tombstone["_id"] for tombstone in tombstones]
        await self._rows.delete_many({"tenant_id": {"$in": list(tenants)}, "ticket_id": {"$in": ids}})


class MongoHistory:
    def __init__(self, database: Database) -> None:
        self._rows = database[COLLECTION]
        self._tickets = database[TICKETS]

    async def page(self, tenant_id: UUID, ticket_id: UUID, *, after: int, limit: int) -> tuple[list[Occurrence], bool]:
        # What waits is read first: an entry that is filed in between is then seen twice, and not never.
        async with reachable():
            key = {"_id": ticket_id, "tenant_id": tenant_id}
            ticket = await self._tickets.find_one(key, {"outbox.type": 1, "outbox.body": 1, "sequence": 1}) or {}
            # An event that came later may be filed before an earlier one: it waits for the next look.
            places = {"$gt": after, "$lte": ticket.get("sequence", 0)}
            found = self._rows.find({"tenant_id": tenant_id, "ticket_id": ticket_id, "place": places})
            filed = await found.sort("place", ASCENDING).limit(limit + 1).to_list(limit + 1)
        told = [entry["body"] for entry in ticket.get("outbox", ()) if entry["type"] not in NOT_KEPT]
        waiting = [_row(json.loads(body)) for body in told]
        rows = {row["place"]: row for row in (*waiting, *filed) if row["place"] > after}
        return [_occurrence(rows[place]) for place in sorted(rows)[:limit]], len(rows) > limit

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._rows.delete_many({"tenant_id": tenant_id})


def _row(event: Any) -> Document:
    """What is kept of an event. Changes stay text: no value in them is too large for it."""
    return {
        "_id": UUID(event["id"]),
        "tenant_id": UUID(event["tenantid"]),
        "ticket_id": UUID(event["subject"]),
        "place": int(event["sequence"]),
        "at": datetime.fromisoformat(event["time"]),
        "event": event["type"],
        "actor": event["data"]["actor"],
        "changes": json.dumps(event["data"].get("changes", {}), separators=(",", ":")),
    }


def _occurrence(row: Document) -> Occurrence:
    actor = row["actor"]
    changes = {field: (old, new) for field, (old, new) in json.loads(row["changes"]).items()}
    doer = Doer(ActorType(actor["type"]), UUID(actor["id"]) if actor.get("id") else None, actor.get("name"))
    return Occurrence(row["_id"], row["place"], row["at"], row["event"], doer, changes)
