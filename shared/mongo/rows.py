"""Rows that belong to a tenant: no call here can read or change a row without naming its tenant."""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from shared.errors import Conflict, NotFound
from shared.mongo.batches import Batches
from shared.mongo.client import Document, reachable


class Row(Protocol):
    """Anything with an id of its own and a tenant."""

    @property
    def id(self) -> UUID: ...

    @property
    def tenant_id(self) -> UUID: ...


R = TypeVar("R", bound=Row)

BY_TENANT = IndexModel([("tenant_id", ASCENDING), ("_id", ASCENDING)], name="by_tenant")


class Mapper(Protocol[R]):
    """How a store writes a row as a document and reads it again."""

    def to_document(self, row: R, /) -> Document: ...

    def from_document(self, document: Document, /) -> R: ...


def documents_of(
    collection: AsyncIOMotorCollection[Document], *, without: tuple[str, ...] = ()
) -> Batches[tuple[UUID, UUID], Document | None]:
    """Documents by tenant and id; those asked for at the same moment come in one round trip, each or None."""
    shown = dict.fromkeys(without, 0) or None

    async def find(wanted: Sequence[tuple[UUID, UUID]]) -> list[Document | None]:
        tenants, ids = zip(*wanted, strict=True)
        query = {"tenant_id": {"$in": list(set(tenants))}, "_id": {"$in": list(set(ids))}}
        async with reachable():
            documents = await collection.find(query, shown).to_list(None)
        found = {(document["tenant_id"], document["_id"]): document for document in documents}
        return [found.get(each) for each in wanted]

    return Batches(find)


class TenantRows(Generic[R]):
    """Create, read, change and delete for one kind of row, each call within one tenant."""

    def __init__(self, collection: AsyncIOMotorCollection[Document], *, noun: str, mapper: Mapper[R]) -> None:
        self._collection = collection
        self._noun = noun
        self._mapper = mapper
        self._documents = documents_of(collection)

    async def find(self, tenant_id: UUID, row_id: UUID) -> R | None:
        document = await self._documents((tenant_id, row_id))
        return None if document is None else self._mapper.from_document(document)

    async def get(self, tenant_id: UUID, row_id: UUID) -> R:
        """The row. Raises NotFound, the same for an unknown id and for another tenant's."""
        row = await self.find(tenant_id, row_id)
        if row is None:
            raise self.missing()
        return row

    def missing(self) -> NotFound:
        return NotFound(f"There is no {self._noun} with this id.")

    async def page(
        self, tenant_id: UUID, *, after: UUID | None, limit: int, equal: Mapping[str, Any] | None = None
    ) -> tuple[list[R], bool]:
        """Up to `limit` rows in the order of their creation, after the given id; and whether there are more."""
        query: Document = {"tenant_id": tenant_id, **(equal or {})}
        if after is not None:
            query["_id"] = {"$gt": after}
        async with reachable():
            documents = await self._collection.find(query).sort("_id", 1).limit(limit + 1).to_list(limit + 1)
        return [self._mapper.from_document(document) for document in documents[:limit]], len(documents) > limit

    async def add(self, row: R) -> R:
        """The row as it is stored, by an earlier run of the same request where so. Raises DuplicateKeyError."""
        try:
            async with reachable():
                await self._collection.insert_one(self._mapper.to_document(row))
        except DuplicateKeyError:
            stored = await self.find(row.tenant_id, row.id)
            if stored is None:
                raise
            return stored
        return row

    async def save(self, row: R) -> None:
        """Replace the row. Raises Conflict where it was deleted meanwhile."""
        document = self._mapper.to_document(row)
        async with reachable():
            result = await self._collection.replace_one({"_id": row.id, "tenant_id": row.tenant_id}, document)
        if not result.matched_count:
            raise Conflict(f"This {self._noun} has just been deleted.")

    async def remove(self, tenant_id: UUID, row_id: UUID) -> None:
        """Delete the row. Raises NotFound."""
        async with reachable():
            result = await self._collection.delete_one({"_id": row_id, "tenant_id": tenant_id})
        if not result.deleted_count:
            raise self.missing()

    async def forget_tenant(self, tenant_id: UUID) -> None:
        """Delete all rows of a tenant that is gone."""
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id})
