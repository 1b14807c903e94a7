"""Tenants in MongoDB; a deleted one is a tombstone until its last event is out."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession
from pymongo.errors import DuplicateKeyError

from gateway.domain.tenant import Tenant
from gateway.store.collections import KEYS, TENANTS
from shared.bus.outbox import OUTBOX_INDEX, TOMBSTONE_INDEX, Outbox, entries
from shared.errors import Conflict, NotFound
from shared.events.envelope import Event
from shared.mongo import Database, Document, reachable, transaction
from shared.mongo.auditing import Auditor, Change, Session

INDEXES = [OUTBOX_INDEX, TOMBSTONE_INDEX]
LIVING = {"tombstone": False}


def missing() -> NotFound:
    return NotFound("There is no tenant with this id.")


class MongoTenants:
    def __init__(self, database: Database, *, outbox: Outbox, audit: Auditor) -> None:
        self._database = database
        self._tenants = database[TENANTS]
        self._keys = database[KEYS]
        self._outbox = outbox
        self._audit = audit

    async def add(self, tenant: Tenant, *, events: Sequence[Event]) -> Tenant:
        written = entries(events)
        document = {**_fields(tenant), "_id": tenant.id, **LIVING, "outbox": written}

        async def work(session: Session) -> Change:
            await self._tenants.insert_one(document, session=session)
            return _change(tenant, before=None)

        try:
            await self._audit.write(work)
        except DuplicateKeyError:
            return await self.get(tenant.id)
        self._outbox.announce(TENANTS, tenant.id, written)
        return tenant

    async def get(self, tenant_id: UUID) -> Tenant:
        """The tenant. Raises NotFound."""
        async with reachable():
            document = await self._tenants.find_one({"_id": tenant_id, **LIVING})
        if document is None:
            raise missing()
        return _tenant(document)

    async def page(self, *, after: UUID | None, limit: int) -> tuple[list[Tenant], bool]:
        """Up to `limit` tenants in the order of their creation, and whether there are more."""
        query: Document = {**LIVING, **({"_id": {"$gt": after}} if after else {})}
        async with reachable():
            documents = await self._tenants.find(query).sort("_id", 1).limit(limit + 1).to_list(limit + 1)
        return [_tenant(document) for document in documents[:limit]], len(documents) > limit

    async def save(self, tenant: Tenant, *, before: Tenant, events: Sequence[Event]) -> None:
        """Write the change and its events. Raises Conflict where the tenant is no longer what it was before."""
        written = entries(events)
        unchanged = {"_id": tenant.id, **LIVING, **_fields(before)}
        update = {"$set": _fields(tenant), "$push": {"outbox": {"$each": written}}}

        async def work(session: Session) -> Change | None:
            result = await self._tenants.update_one(unchanged, update, session=session)
            return _change(tenant, before=before) if result.matched_count else None

        if not await self._audit.write(work):
            raise Conflict("This tenant has just been changed or deleted.")
        self._outbox.announce(TENANTS, tenant.id, written)

    async def delete(self, tenant_id: UUID, *, events: Sequence[Event]) -> None:
        """Tombstone, events and the end of all its keys, in one transaction. Raises NotFound.

        The audit log is not told: it goes too.
        """
        written = entries(events)

        async def work(session: AsyncIOMotorClientSession) -> None:
            result = await self._tenants.update_one(
                {"_id": tenant_id, **LIVING},
                {"$set": {"tombstone": True}, "$push": {"outbox": {"$each": written}}},
                session=session,
            )
            if not result.matched_count:
                raise missing()
            await self._keys.delete_many({"tenant_id": tenant_id}, session=session)

        async with reachable():
            await transaction(self._database, work)
        self._outbox.announce(TENANTS, tenant_id, written, tombstone=True)


def _change(tenant: Tenant, *, before: Tenant | None) -> Change:
    return Change(
        tenant_id=tenant.id,
        action="tenant.updated" if before else "tenant.created",
        target="tenant",
        target_id=tenant.id,
        before=_told(before) if before else None,
        after=_told(tenant),
    )


def _told(tenant: Tenant) -> Document:
    return {"name": tenant.name, "description": tenant.description}


def _fields(tenant: Tenant) -> dict[str, Any]:
    return {
        "name": tenant.name,
        "description": tenant.description,
        "created_at": tenant.created_at,
        "updated_at": tenant.updated_at,
    }


def _tenant(document: Document) -> Tenant:
    return Tenant(
        id=document["_id"],
        name=document["name"],
        description=document["description"],
        created_at=document["created_at"],
        updated_at=document["updated_at"],
    )
