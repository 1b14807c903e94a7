"""Rows that belong to a tenant: no call here can read or change a row without naming its tenant."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Generic, NamedTuple, Protocol, TypeVar
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from shared.errors import Conflict, NotFound
from shared.mongo.auditing import Auditor, Writes
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


class Taken(NamedTuple):
    """What is said where another row of the tenant has what only one may have."""

    code: str
    message: str


def duplicated(error: DuplicateKeyError) -> str:
    """The field after the tenant in the unique index that refused a row."""
    index: Document = (error.details or {}).get("keyPattern", {"": 1})
    return next(reversed(index))


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

    def __init__(
        self,
        collection: AsyncIOMotorCollection[Document],
        *,
        noun: str,
        mapper: Mapper[R],
        unique: Mapping[str, Taken] | None = None,
        audit: Auditor | None = None,
        audited: Sequence[str] = (),
    ) -> None:
        """`unique` names the fields of the collection's unique indexes, and what is said where one is taken.

        `audit` is told of every change to the `audited` fields.
        """
        self._writes = Writes(collection, noun=noun, audit=audit, fields=audited)
        self._collection = collection
        self._noun = noun
        self._mapper = mapper
        self._unique = unique or {}
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

    def gone(self) -> Conflict:
        return Conflict(f"This {self._noun} has just been deleted.")

    async def page(
        self,
        tenant_id: UUID,
        *,
        after: UUID | None,
        limit: int,
        equal: Mapping[str, Any] | None = None,
        index: str | None = None,
    ) -> tuple[list[R], bool]:
        """Up to `limit` rows in the order of their creation, after the given id; and whether there are more.

        `index` is the one to use where the planner might rather walk through all rows of the tenant in order."""
        query: Document = {"tenant_id": tenant_id, **(equal or {})}
        if after is not None:
            query["_id"] = {"$gt": after}
        async with reachable():
            found = self._collection.find(query, hint=index).sort("_id", 1).limit(limit + 1)
            documents = await found.to_list(limit + 1)
        return [self._mapper.from_document(document) for document in documents[:limit]], len(documents) > limit

    async def add(self, row: R) -> R:
        """The row as it is stored, by an earlier run of the same request where so.

        Raises Conflict where another one has what is `unique`.
        """
        with self._only_one():
            try:
                await self._writes.insert(self._mapper.to_document(row))
            except DuplicateKeyError:
                stored = await self.find(row.tenant_id, row.id)
                if stored is None:
                    raise
                return stored
        return row

    async def save(self, row: R) -> None:
        """Replace the row. Raises Conflict as `add`, and where it was deleted meanwhile."""
        document = self._mapper.to_document(row)
        with self._only_one():
            if not await self._writes.replace(row.tenant_id, row.id, document):
                raise self.gone()

    async def remove(self, tenant_id: UUID, row_id: UUID) -> None:
        """Delete the row. Raises NotFound."""
        if not await self._writes.delete(tenant_id, row_id):
            raise self.missing()

    async def forget_tenant(self, tenant_id: UUID) -> None:
        """Delete all rows of a tenant that is gone."""
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id})

    @contextmanager
    def _only_one(self) -> Iterator[None]:
        try:
            yield
        except DuplicateKeyError as error:
            taken = self._unique.get(duplicated(error))
            if taken is None:
                raise
            raise Conflict(taken.message, code=taken.code) from None
