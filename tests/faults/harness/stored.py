"""What the services have stored of some tenants, read from their own databases."""

import asyncio
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from services.search.store.schema import FORMAT, open_for_reading
from services.tickets.store.filing import UNFILED
from shared.mongo import Database, Document, connect
from tests.support.stack import Stack

OUTBOXES = {"tickets": "tickets", "routing": "decisions", "sla": "watches", "notifications": "outgoing"}


@dataclass(frozen=True, slots=True)
class Stored:
    """Documents by id; `kept` are webhooks' kept events, `history` tickets' rows, `indexed` ids by tenant in search.

    `deliveries` are those of the endpoints that are looked at.
    """

    tickets: dict[UUID, Document]
    messages: dict[UUID, Document]
    history: list[Document]
    decisions: dict[UUID, Document]
    watches: dict[UUID, Document]
    deliveries: list[Document]
    kept: list[Document]
    outgoing: dict[UUID, Document]
    indexed: dict[UUID, set[UUID]]


class Stores:
    """The databases of a stack's services."""

    def __init__(self, stack: Stack, *, tenants: Sequence[str], endpoints: Sequence[str]) -> None:
        url, space = stack.settings["HELPDESK_MONGO_URL"], stack.namespace
        self._of = {name: connect(url, database=f"{space}_{name}") for name in (*OUTBOXES, "webhooks")}
        self._index = Path(stack.settings["HELPDESK_SEARCH_DIR"]) / f"format-{FORMAT}"
        self._ids = [UUID(tenant) for tenant in tenants]
        self._endpoints = [UUID(endpoint) for endpoint in endpoints]
        self._theirs = {"tenant_id": {"$in": self._ids}}

    async def read(self) -> Stored:
        """Everything of the tenants, as it is now."""
        return Stored(
            tickets=await self._by_id("tickets", "tickets", {"outbox": 0, UNFILED: 0}),
            messages=await self._messages(),
            history=await self._all("tickets", "history", {"changes": 0, "actor": 0}),
            decisions=await self._by_id("routing", "decisions", {"outbox": 0}),
            watches=await self._by_id("sla", "watches", {"last_sequence": 1, "tenant_id": 1}),
            deliveries=await self._deliveries(),
            kept=await self._kept(),
            outgoing=await self._by_id("notifications", "outgoing", {"outbox": 0}),
            indexed={each: await asyncio.to_thread(self._indexed, each) for each in self._ids},
        )

    async def unsent(self) -> dict[str, int]:
        """How many documents of each service hold events that the broker has not confirmed, where there are any."""
        holding = {"outbox.at": {"$exists": True}}
        counts = {
            service: await self._of[service][collection].count_documents(holding)
            for service, collection in OUTBOXES.items()
        }
        return {service: count for service, count in counts.items() if count}

    async def unsent_events(self) -> int:
        """How many events of tickets the broker has not confirmed."""
        stages: list[dict[str, Any]] = [
            {"$match": {"outbox.at": {"$exists": True}}},
            {"$group": {"_id": None, "events": {"$sum": {"$size": "$outbox"}}}},
        ]
        found = await self._of["tickets"]["tickets"].aggregate(stages).to_list(1)
        return int(found[0]["events"]) if found else 0

    async def all_sent(self, *, until: datetime) -> bool:
        """Whether the broker has confirmed every event of every ticket that was made until then."""
        return await self._of["tickets"]["tickets"].count_documents({"outbox.at": {"$lt": until}}) == 0

    async def under_way(self) -> int:
        """How many webhooks and replies are not settled yet."""
        webhooks, outgoing = self._of["webhooks"]["deliveries"], self._of["notifications"]["outgoing"]
        pending = await webhooks.count_documents({**self._theirs, "status": "pending"})
        unsettled = {**self._theirs, "progress": {"$in": ["pending", "sending"]}}
        return pending + await outgoing.count_documents(unsettled)

    def database(self, service: str) -> Database:
        """A service's database, for an experiment that looks at one thing more."""
        return self._of[service]

    async def _deliveries(self) -> list[Document]:
        query = {**self._theirs, "endpoint_id": {"$in": self._endpoints}}
        return await self._of["webhooks"]["deliveries"].find(query, {"body": 0}).to_list(None)

    async def _messages(self) -> dict[UUID, Document]:
        """Those filed and those still with their tickets."""
        waiting = {**self._theirs, f"{UNFILED}._id": {"$exists": True}}
        holders = await self._of["tickets"]["tickets"].find(waiting, {UNFILED: 1}).to_list(None)
        unfiled = {message["_id"]: message for holder in holders for message in holder[UNFILED]}
        return unfiled | await self._by_id("tickets", "messages")

    async def _kept(self) -> list[Document]:
        """Webhooks' kept events as they arrived, each with the ticket and sequence that its body tells."""
        books = await self._of["webhooks"]["events"].find(self._theirs).sort("number", 1).to_list(None)
        return [_told(entry, book) for book in books for entry in book["events"]]

    def _indexed(self, tenant_id: UUID) -> set[UUID]:
        """The ids of tickets and messages in the tenant's index."""
        found: set[UUID] = set()
        for path in self._index.glob(f"{tenant_id.hex}.*.db"):
            connection: sqlite3.Connection = open_for_reading(path)
            rows = connection.execute("SELECT id FROM tickets WHERE subject IS NOT NULL UNION SELECT id FROM messages")
            found |= {UUID(bytes=row[0]) for row in rows}
            connection.close()
        return found

    async def _by_id(self, service: str, collection: str, fields: Any = None) -> dict[UUID, Document]:
        return {document["_id"]: document for document in await self._all(service, collection, fields)}

    async def _all(self, service: str, collection: str, fields: Any = None) -> list[Document]:
        return await self._of[service][collection].find(self._theirs, fields).to_list(None)


def _told(entry: Document, book: Document) -> Document:
    body = json.loads(entry["body"])
    told = {"ticket_id": UUID(body["subject"]), "sequence": body.get("sequence"), "of_tenant": UUID(body["tenantid"])}
    return {"id": entry["id"], "type": entry["type"], "tenant_id": book["tenant_id"], **told}
