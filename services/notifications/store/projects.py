"""Copies of the tenants' names and descriptions in MongoDB, as the gateway told of them."""

from datetime import datetime
from uuid import UUID

from pymongo.errors import DuplicateKeyError

from services.notifications.domain.project import Project
from shared.mongo import Database, reachable

COLLECTION = "projects"


class MongoProjects:
    """One document a tenant, whose id is the tenant's."""

    def __init__(self, database: Database) -> None:
        self._collection = database[COLLECTION]

    async def keep(self, project: Project, *, told_at: datetime) -> None:
        """An older telling than the one that is kept meets its id, and changes nothing."""
        fields = {"name": project.name, "description": project.description, "told_at": told_at}
        older = {"_id": project.tenant_id, "told_at": {"$lt": told_at}}
        try:
            async with reachable():
                await self._collection.update_one(older, {"$set": fields}, upsert=True)
        except DuplicateKeyError:
            return

    async def find(self, tenant_id: UUID) -> Project | None:
        async with reachable():
            document = await self._collection.find_one({"_id": tenant_id})
        if document is None:
            return None
        return Project(tenant_id=tenant_id, name=document["name"], description=document["description"])

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_one({"_id": tenant_id})
