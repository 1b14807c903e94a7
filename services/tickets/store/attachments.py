"""Files in MongoDB: a row for each, written before its bytes, so that whatever breaks off leaves something to sweep."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession
from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.errors import DuplicateKeyError

from services.tickets.domain.attachment import StoredFile
from services.tickets.domain.byte_range import ByteRange
from services.tickets.domain.ticket import Ticket
from services.tickets.store.attachment_bytes import FileBytes
from services.tickets.store.moving import MOVES
from shared.errors import Conflict, NotFound, Unavailable
from shared.mongo import Database, Document, reachable

COLLECTION = "attachments"
INDEXES = [
    IndexModel(
        [("tenant_id", ASCENDING), (MOVES, ASCENDING)],
        name="moved",
        partialFilterExpression={MOVES: {"$exists": True}},
    ),
    IndexModel([("tenant_id", ASCENDING), ("ticket_id", ASCENDING)], name="of_ticket"),
    IndexModel(
        [("tenant_id", ASCENDING), ("key", ASCENDING)],
        name="key",
        unique=True,
        partialFilterExpression={"key": {"$exists": True}},
    ),
    # Sweeping looks across tenants, as it does for the outbox.
    IndexModel([("expires_at", ASCENDING)], name="expiring", partialFilterExpression={"expires_at": {"$exists": True}}),
]
THERE = {"size": {"$exists": True}, "doomed": {"$exists": False}}


class MongoAttachments:
    """A row without `size` has not all of its bytes yet; a `doomed` one is about to go and is found by nobody."""

    def __init__(self, database: Database) -> None:
        self._rows = database[COLLECTION]
        self._bytes = FileBytes(database)

    async def keep(self, file: StoredFile, pieces: AsyncIterator[bytes]) -> StoredFile:
        async with reachable():
            await self._rows.insert_one(_to_document(file))
        try:
            size = await self._bytes.write(file, pieces)
            # A file has its key only once it is whole: one that broke off is in nobody's way.
            named = {} if file.key is None else {"key": file.key}
            async with reachable():
                whole = await self._rows.update_one(_key(file), {"$set": {"size": size, **named}})
            if not whole.matched_count:
                raise NotFound("The tenant of this file was deleted meanwhile.")
        except BaseException as error:
            # Also where the caller is gone and the request cancelled. What this does not reach, the sweeper does.
            with suppress(Unavailable):
                await asyncio.shield(self._delete(file))
            if isinstance(error, DuplicateKeyError):
                raise Conflict("This file has been brought before.", code="brought_before") from None
            raise
        return replace(file, size=size)

    async def find(self, tenant_id: UUID, file_id: UUID) -> StoredFile | None:
        async with reachable():
            document = await self._rows.find_one({"_id": file_id, "tenant_id": tenant_id, **THERE})
        return None if document is None else _from_document(document)

    async def by_key(self, tenant_id: UUID, key: str) -> StoredFile | None:
        async with reachable():
            document = await self._rows.find_one({"tenant_id": tenant_id, "key": key, **THERE})
        return None if document is None else _from_document(document)

    def read(self, file: StoredFile, wanted: ByteRange) -> AsyncIterator[bytes]:
        return self._bytes.read(file, wanted)

    async def claim(self, file: StoredFile, *, ticket_id: UUID, until: datetime) -> StoredFile | None:
        free = {**_key(file), **THERE, "ticket_id": {"$in": [None, ticket_id]}}
        async with reachable():
            document = await self._rows.find_one_and_update(
                free, {"$set": {"ticket_id": ticket_id, "expires_at": until}}, return_document=ReturnDocument.AFTER
            )
        return None if document is None else _from_document(document)

    async def due(self, *, by: datetime, limit: int) -> list[StoredFile]:
        async with reachable():
            documents = await self._rows.find({"expires_at": {"$lte": by}}).sort("expires_at", 1).to_list(limit)
        return [_from_document(document) for document in documents]

    async def settle(self, file: StoredFile) -> None:
        async with reachable():
            await self._rows.update_one(_as_it_was(file), {"$unset": {"expires_at": ""}})

    async def drop(self, file: StoredFile) -> None:
        async with reachable():
            doomed = await self._rows.update_one(_as_it_was(file), {"$set": {"doomed": True}})
        if doomed.matched_count:
            await self._delete(file)

    async def doom_those_of(self, ticket: Ticket, *, session: AsyncIOMotorClientSession) -> None:
        """Within the transaction that deletes the ticket: from then on nobody finds its files."""
        of_ticket = {"tenant_id": ticket.tenant_id, "ticket_id": ticket.id}
        gone = {"$set": {"doomed": True}, "$currentDate": {"expires_at": True}}
        await self._rows.update_many(of_ticket, gone, session=session)

    async def forget_tenant(self, tenant_id: UUID) -> None:
        """The rows go last: as long as one is there, its bytes are not forgotten."""
        await self._bytes.forget_tenant(tenant_id)
        async with reachable():
            await self._rows.delete_many({"tenant_id": tenant_id})

    async def _delete(self, file: StoredFile) -> None:
        await self._bytes.delete(file)
        async with reachable():
            await self._rows.delete_one(_key(file))


def _key(file: StoredFile) -> Document:
    return {"_id": file.id, "tenant_id": file.tenant_id}


def _as_it_was(file: StoredFile) -> Document:
    """A claim moves the expiry: who decided on an older one has decided nothing."""
    return {**_key(file), "expires_at": file.expires_at}


def _to_document(file: StoredFile) -> Document:
    return {
        **_key(file),
        "name": file.name,
        "content_type": file.content_type,
        "uploader": file.uploader,
        "created_at": file.created_at,
        "expires_at": file.expires_at,
        "ticket_id": file.ticket_id,
    }


def _from_document(document: Document) -> StoredFile:
    return StoredFile(
        id=document["_id"],
        tenant_id=document["tenant_id"],
        name=document["name"],
        content_type=document["content_type"],
        uploader=document["uploader"],
        created_at=document["created_at"],
        expires_at=document.get("expires_at"),
        ticket_id=document["ticket_id"],
        size=document.get("size", 0),
        key=document.get("key"),
    )
