"""What a store says of a change of configuration, so that the audit log can tell of it."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession, AsyncIOMotorCollection

from shared.mongo.client import Document, reachable

Session = AsyncIOMotorClientSession | None


@dataclass(frozen=True, slots=True)
class Change:
    """`action` is the noun and what was done to it: `ticket_type.updated`. No secret may stand in either state.

    `unasked` says that the product did it by itself, whoever is being served at that moment. `state` is the whole
    afterwards, where `after` is only the part that was changed.
    """

    tenant_id: UUID
    action: str
    target: str
    target_id: UUID
    before: Document | None
    after: Document | None
    unasked: bool = False
    state: Document | None = None


# Writes, and says what that changed; None where there was nothing to write to.
Work = Callable[[Session], Coroutine[None, None, Change | None]]


class Auditor(Protocol):
    async def write(self, work: Work) -> bool:
        """Do the work and tell of it, both or neither; False where there was nothing to write to."""


class Writes:
    """What is written to one collection of a tenant's rows; with an auditor, told of as far as `fields` go."""

    def __init__(
        self,
        collection: AsyncIOMotorCollection[Document],
        *,
        noun: str,
        audit: Auditor | None,
        fields: Sequence[str],
    ) -> None:
        self._collection = collection
        self._target = noun.replace(" ", "_")
        self._audit = audit
        self._fields = fields

    async def insert(self, document: Document) -> None:
        """Raises DuplicateKeyError."""

        async def work(session: Session) -> Change:
            await self._collection.insert_one(document, session=session)
            return self.change("created", before=None, after=document)

        await self.run(work)

    async def replace(self, tenant_id: UUID, row_id: UUID, document: Document) -> bool:
        """Put the document in the row's place; False where there is no such row. Raises DuplicateKeyError."""

        async def work(session: Session) -> Change | None:
            key = {"_id": row_id, "tenant_id": tenant_id}
            before = await self._collection.find_one_and_replace(key, document, session=session)
            return self.change("updated", before=before, after=document) if before else None

        return await self.run(work)

    async def set(self, tenant_id: UUID, row_id: UUID, fields: Document) -> bool:
        """Change some fields of the row; False where there is no such row. Raises DuplicateKeyError."""

        async def work(session: Session) -> Change | None:
            key = {"_id": row_id, "tenant_id": tenant_id}
            before = await self._collection.find_one_and_update(key, {"$set": fields}, session=session)
            return self.change("updated", before=before, after=before | fields) if before else None

        return await self.run(work)

    async def delete(self, tenant_id: UUID, row_id: UUID) -> bool:
        """Delete the row; False where there is none."""

        async def work(session: Session) -> Change | None:
            key = {"_id": row_id, "tenant_id": tenant_id}
            before = await self._collection.find_one_and_delete(key, session=session)
            return self.change("deleted", before=before, after=None) if before else None

        return await self.run(work)

    async def run(self, work: Work) -> bool:
        """Do what none of the above does, and tell of its `change`; False where there was nothing to write to."""
        if self._audit is not None:
            return await self._audit.write(work)
        async with reachable():
            return await work(None) is not None

    def change(
        self,
        verb: str,
        *,
        before: Document | None,
        after: Document | None,
        also: Sequence[str] = (),
        unasked: bool = False,
    ) -> Change:
        """What was done to a row of the collection; `also` are fields to tell of this once."""
        row: Document = after or before or {}
        fields = (*self._fields, *also)
        return Change(
            tenant_id=row["tenant_id"],
            action=f"{self._target}.{verb}",
            target=self._target,
            target_id=row["_id"],
            before=_told(before, fields=fields),
            after=_told(after, fields=fields),
            unasked=unasked,
        )


def _told(document: Document | None, *, fields: Sequence[str]) -> Document | None:
    return None if document is None else {name: document[name] for name in fields if name in document}
