"""A tenant's settings and its counter of ticket numbers, in one document."""

import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, fields
from uuid import UUID

from pymongo import DESCENDING, ReturnDocument
from pymongo.write_concern import WriteConcern

from services.tickets.domain.settings import HelpdeskSettings, Localized
from services.tickets.store.ticket_queries import COLLECTION as TICKETS
from shared.mongo import Batches, Database, Document, reachable
from shared.mongo.auditing import Auditor, Change, Session

COLLECTION = "settings"
REST_SECONDS = 0.004
NAMES = tuple(field.name for field in fields(HelpdeskSettings))
LOCALIZED = ("helpdesk_welcome_message", "helpdesk_close_message")


class MongoSettings:
    def __init__(self, database: Database, *, audit: Auditor | None = None) -> None:
        self._audit = audit
        self._settings = database[COLLECTION]
        # Not by majority: a database that is killed may forget a number that it gave, which `skip_taken` makes good.
        self._counters = database.get_collection(COLLECTION, write_concern=WriteConcern(w=1))
        self._tickets = database[TICKETS]
        self._numbers = Batches(self._take_numbers, at_once=1, rest=REST_SECONDS)

    async def get(self, tenant_id: UUID) -> HelpdeskSettings:
        async with reachable():
            document = await self._settings.find_one({"_id": tenant_id})
        return _read(document or {})

    async def put(self, tenant_id: UUID, settings: HelpdeskSettings, *, only: frozenset[str]) -> None:
        values = {name: value for name, value in asdict(settings).items() if name in only}
        if not values:
            return

        async def work(session: Session) -> Change:
            stored = await self._settings.find_one_and_update(
                {"_id": tenant_id}, {"$set": values, "$inc": {"revision": 1}}, upsert=True, session=session
            )
            known = _read(stored or {})
            before = asdict(known)
            told = {name: before[name] for name in values}
            return Change(
                tenant_id,
                "settings.updated",
                "settings",
                tenant_id,
                before=told,
                after=values,
                state=asdict(_read({**(stored or {}), **values, "revision": known.revision + 1})),
            )

        if self._audit is not None:
            await self._audit.write(work)
            return
        async with reachable():
            await work(None)

    async def take_number(self, tenant_id: UUID) -> tuple[int, HelpdeskSettings]:
        return await self._numbers(tenant_id)

    async def skip_taken(self, tenant_id: UUID) -> None:
        async with reachable():
            newest = await self._tickets.find_one(
                {"tenant_id": tenant_id, "number": {"$exists": True}}, {"number": 1}, sort=[("number", DESCENDING)]
            )
            if newest is not None:
                await self._counters.update_one({"_id": tenant_id}, {"$max": {"last_number": newest["number"]}})

    async def _take_numbers(self, tenant_ids: Sequence[UUID]) -> list[tuple[int, HelpdeskSettings] | Exception]:
        """One step of each tenant's counter for all who want a number at this moment."""
        wanted = Counter(tenant_ids)
        async with reachable():
            documents = await asyncio.gather(*(self._step(tenant_id, by) for tenant_id, by in wanted.items()))
        settings = {document["_id"]: _read(document) for document in documents}
        numbers = {
            document["_id"]: iter(range(document["last_number"] - wanted[document["_id"]] + 1, sys.maxsize))
            for document in documents
        }
        return [(next(numbers[tenant_id]), settings[tenant_id]) for tenant_id in tenant_ids]

    async def _step(self, tenant_id: UUID, by: int) -> Document:
        found: Document = await self._counters.find_one_and_update(
            {"_id": tenant_id}, {"$inc": {"last_number": by}}, upsert=True, return_document=ReturnDocument.AFTER
        )
        return found

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._settings.delete_one({"_id": tenant_id})


def _read(document: Document) -> HelpdeskSettings:
    """What was never set has its default."""
    known = {name: document[name] for name in NAMES if name in document}
    for name in LOCALIZED:
        if known.get(name) is not None:
            known[name] = Localized(**known[name])
    return HelpdeskSettings(**known)
