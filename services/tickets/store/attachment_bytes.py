"""The bytes of files in MongoDB, in chunks of 256 KiB.

GridFS keeps its chunks by the file's id alone: no key of it can begin with the tenant, so a tenant's files could
neither be purged by one delete nor be sharded like the rest of what it owns. And its row comes only after all of the
bytes: what breaks off before leaves chunks that nothing points at. These are GridFS's chunks with the tenant in front.
"""

from collections.abc import AsyncIterator
from uuid import UUID

from pymongo import ASCENDING, IndexModel

from services.tickets.domain.attachment import StoredFile
from services.tickets.domain.byte_range import ByteRange
from shared.errors import Unavailable
from shared.mongo import Database, Document, reachable

COLLECTION = "attachment_chunks"
INDEXES = [
    IndexModel([("tenant_id", ASCENDING), ("file_id", ASCENDING), ("place", ASCENDING)], name="in_order", unique=True),
]
CHUNK_BYTES = 256 * 1024
# No cursor waits for a slow reader: each turn asks anew for this many chunks.
CHUNKS_AT_ONCE = 4


class FileBytes:
    """Holds at most a megabyte of a file in memory at a time."""

    def __init__(self, database: Database) -> None:
        self._chunks = database[COLLECTION]

    async def write(self, file: StoredFile, pieces: AsyncIterator[bytes]) -> int:
        """Store the pieces as they come; how many bytes they were."""
        waiting, place, size = bytearray(), 0, 0
        async for piece in pieces:
            waiting += piece
            size += len(piece)
            while len(waiting) >= CHUNK_BYTES:
                await self._insert(file, place, bytes(waiting[:CHUNK_BYTES]))
                del waiting[:CHUNK_BYTES]
                place += 1
        if waiting:
            await self._insert(file, place, bytes(waiting))
        return size

    async def read(self, file: StoredFile, wanted: ByteRange) -> AsyncIterator[bytes]:
        """Those bytes, chunk by chunk. Raises Unavailable, also where the file is deleted meanwhile."""
        place, last = wanted.first // CHUNK_BYTES, wanted.last // CHUNK_BYTES
        while place <= last:
            upto = min(place + CHUNKS_AT_ONCE - 1, last)
            for chunk in await self._chunks_of(file, place, upto):
                start = place * CHUNK_BYTES
                yield chunk["data"][max(0, wanted.first - start) : wanted.last + 1 - start]
                place += 1
            if place != upto + 1:
                raise Unavailable("The file was deleted while it was read.")

    async def delete(self, file: StoredFile) -> None:
        async with reachable():
            await self._chunks.delete_many({"tenant_id": file.tenant_id, "file_id": file.id})

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._chunks.delete_many({"tenant_id": tenant_id})

    async def _insert(self, file: StoredFile, place: int, data: bytes) -> None:
        async with reachable():
            await self._chunks.insert_one(
                {"tenant_id": file.tenant_id, "file_id": file.id, "place": place, "data": data}
            )

    async def _chunks_of(self, file: StoredFile, first: int, last: int) -> list[Document]:
        these = {"tenant_id": file.tenant_id, "file_id": file.id, "place": {"$gte": first, "$lte": last}}
        async with reachable():
            found: list[Document] = await self._chunks.find(these).sort("place", 1).to_list(CHUNKS_AT_ONCE)
        return found
