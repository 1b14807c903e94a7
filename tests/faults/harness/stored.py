"""What the services have stored of one tenant, read from their own databases."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.tickets.store.filing import UNFILED
from shared.mongo import Database, Document, connect
from tests.support.stack import Stack

OUTBOXES = {"tickets": "tickets", "routing": "decisions", "sla": "watches", "notifications": "outgoing"}


@dataclass(frozen=True, slots=True)
class Stored:
    """Documents by id; `deliveries` those of the one endpoint, by event."""

    tickets: dict[UUID, Document]
    messages: dict[UUID, Document]
    decisions: dict[UUID, Document]
    watches: dict[UUID, Document]
    deliveries: list[Document]
    outgoing: dict[UUID, Document]
    unsent: dict[str, int]


class Stores:
    """The databases of a stack's services."""

    def __init__(self, stack: Stack, *, tenant_id: str) -> None:
        url, space = stack.settings["HELPDESK_MONGO_URL"], stack.namespace
        self._of = {name: connect(url, database=f"{space}_{name}") for name in (*OUTBOXES, "webhooks")}
        self._tenant = {"tenant_id": UUID(tenant_id)}

    async def read(self) -> Stored:
        """Everything of the tenant, as it is now."""
        return Stored(
            tickets=await self._by_id("tickets", "tickets", {"outbox": 0, UNFILED: 0}),
            messages=await self._messages(),
            decisions=await self._by_id("routing", "decisions", {"outbox": 0}),
            watches=await self._by_id("sla", "watches", {"last_sequence": 1}),
            deliveries=await self._all("webhooks", "deliveries", {"body": 0}),
            outgoing=await self._by_id("notifications", "outgoing", {"outbox": 0}),
            unsent=await self.unsent(),
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

    async def all_sent(self) -> bool:
        """Whether the broker has confirmed every event of every ticket."""
        return await self.unsent_events() == 0

    async def under_way(self) -> int:
        """How many webhooks and replies are not settled yet."""
        webhooks, outgoing = self._of["webhooks"]["deliveries"], self._of["notifications"]["outgoing"]
        pending = await webhooks.count_documents({**self._tenant, "status": "pending"})
        unsettled = {**self._tenant, "progress": {"$in": ["pending", "sending"]}}
        return pending + await outgoing.count_documents(unsettled)

    async def _messages(self) -> dict[UUID, Document]:
        """Those filed and those still with their tickets."""
        waiting = {**self._tenant, f"{UNFILED}._id": {"$exists": True}}
        holders = await self._of["tickets"]["tickets"].find(waiting, {UNFILED: 1}).to_list(None)
        unfiled = {message["_id"]: message for holder in holders for message in holder[UNFILED]}
        return unfiled | await self._by_id("tickets", "messages")

    async def _by_id(self, service: str, collection: str, fields: Any = None) -> dict[UUID, Document]:
        return {document["_id"]: document for document in await self._all(service, collection, fields)}

    async def _all(self, service: str, collection: str, fields: Any = None) -> list[Document]:
        database: Database = self._of[service]
        return await database[collection].find(self._tenant, fields).to_list(None)
