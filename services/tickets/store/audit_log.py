"""The audit log in MongoDB: entries are added and read, and no call here changes one."""

import json
from dataclasses import asdict
from uuid import UUID

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from services.tickets.domain.audit import AuditEntry, AuditFilter, State
from shared.mongo import Database, Document, reachable

COLLECTION = "audit_log"
STATES = ("before", "after")
INDEXES = [
    IndexModel([("tenant_id", ASCENDING), ("_id", DESCENDING)], name="newest"),
    IndexModel([("tenant_id", ASCENDING), ("action", ASCENDING), ("_id", DESCENDING)], name="by_action"),
    IndexModel([("tenant_id", ASCENDING), ("who", ASCENDING), ("_id", DESCENDING)], name="by_who"),
]


class MongoAuditLog:
    def __init__(self, database: Database) -> None:
        self._entries = database[COLLECTION]

    async def add(self, entry: AuditEntry) -> None:
        try:
            async with reachable():
                await self._entries.insert_one(_to_document(entry))
        except DuplicateKeyError:
            # The event has come before.
            return

    async def page(
        self, tenant_id: UUID, *, only: AuditFilter, after: UUID | None, limit: int
    ) -> tuple[list[AuditEntry], bool]:
        query: Document = {"tenant_id": tenant_id}
        if only.action is not None:
            query["action"] = only.action
        if only.actor_id is not None:
            query["who"] = only.actor_id
        if after is not None:
            query["_id"] = {"$lt": after}
        async with reachable():
            documents = await self._entries.find(query).sort("_id", DESCENDING).limit(limit + 1).to_list(limit + 1)
        return [_from_document(document) for document in documents[:limit]], len(documents) > limit

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._entries.delete_many({"tenant_id": tenant_id})


def _to_document(entry: AuditEntry) -> Document:
    """The states stay text: no key or value in them is one that MongoDB would trip over."""
    fields = asdict(entry)
    states = {name: None if fields[name] is None else json.dumps(fields[name]) for name in STATES}
    who = [each for each in (entry.actor_id, entry.key_id) if each is not None]
    return {"_id": fields.pop("id"), **fields, **states, "who": who}


def _from_document(document: Document) -> AuditEntry:
    fields = {name: value for name, value in document.items() if name not in ("_id", "who")}
    fields.update({name: _state(document[name]) for name in STATES})
    return AuditEntry(id=document["_id"], **fields)


def _state(text: str | None) -> State | None:
    return None if text is None else dict(json.loads(text))
