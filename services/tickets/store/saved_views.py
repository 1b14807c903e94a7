"""Saved views in MongoDB."""

from dataclasses import asdict
from uuid import UUID

from pymongo import ASCENDING, IndexModel

from services.tickets.domain.saved_view import SavedView, Viewer
from shared.mongo import Database, Document, TenantRows
from shared.mongo.rows import BY_TENANT

COLLECTION = "saved_views"
INDEXES = [
    BY_TENANT,
    IndexModel([("tenant_id", ASCENDING), ("owner_id", ASCENDING), ("_id", ASCENDING)], name="by_owner"),
    IndexModel([("tenant_id", ASCENDING), ("shared", ASCENDING), ("_id", ASCENDING)], name="by_shared"),
]


class MongoSavedViews(TenantRows[SavedView]):
    def __init__(self, database: Database) -> None:
        super().__init__(database[COLLECTION], noun="saved view", mapper=Mapping())

    async def listed_for(self, viewer: Viewer, *, after: UUID | None, limit: int) -> tuple[list[SavedView], bool]:
        own_or_shared = {"$or": [{"owner_id": viewer.id}, {"shared": True}]}
        return await self.page(viewer.tenant_id, after=after, limit=limit, equal=own_or_shared)


class Mapping:
    def to_document(self, view: SavedView) -> Document:
        fields = asdict(view)
        return {"_id": fields.pop("id"), **fields, "filter": dict(view.filter)}

    def from_document(self, document: Document) -> SavedView:
        fields = dict(document)
        return SavedView(id=fields.pop("_id"), **fields)
