"""A tenant's settings and its counter of ticket numbers, in one document."""

from dataclasses import asdict, fields
from uuid import UUID

from pymongo import ReturnDocument
from pymongo.write_concern import WriteConcern

from services.tickets.domain.settings import HelpdeskSettings, Localized
from shared.mongo import Database, Document, reachable

COLLECTION = "settings"
NAMES = tuple(field.name for field in fields(HelpdeskSettings))
LOCALIZED = ("helpdesk_welcome_message", "helpdesk_close_message")


class MongoSettings:
    def __init__(self, database: Database) -> None:
        self._settings = database[COLLECTION]
        # A ticket's own write by majority covers the number it was given before: MongoDB's log keeps their order.
        self._counters = database.get_collection(COLLECTION, write_concern=WriteConcern(w=1))

    async def get(self, tenant_id: UUID) -> HelpdeskSettings:
        async with reachable():
            document = await self._settings.find_one({"_id": tenant_id})
        return _read(document or {})

    async def put(self, tenant_id: UUID, settings: HelpdeskSettings, *, only: frozenset[str]) -> None:
        values = {name: value for name, value in asdict(settings).items() if name in only}
        if not values:
            return
        async with reachable():
            await self._settings.update_one({"_id": tenant_id}, {"$set": values}, upsert=True)

    async def take_number(self, tenant_id: UUID) -> tuple[int, HelpdeskSettings]:
        async with reachable():
            document = await self._counters.find_one_and_update(
                {"_id": tenant_id}, {"$inc": {"last_number": 1}}, upsert=True, return_document=ReturnDocument.AFTER
            )
        return document["last_number"], _read(document)

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
