"""Support requests in MongoDB; they are kept a week beyond their end, for whoever still asks how they went."""

from datetime import datetime, timedelta
from uuid import UUID

from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.errors import DuplicateKeyError

from services.notifications.domain.chat import Chat
from services.notifications.domain.request import RequestStatus, SupportRequest
from shared.mongo import Database, Document, reachable
from shared.vocabulary import Channel

COLLECTION = "requests"
KEPT = timedelta(days=7)
INDEXES = [
    IndexModel([("tenant_id", ASCENDING), ("code", ASCENDING)], name="by_code", unique=True),
    IndexModel([("expires_at", ASCENDING)], name="forgotten", expireAfterSeconds=int(KEPT.total_seconds())),
]


class MongoRequests:
    def __init__(self, database: Database) -> None:
        self._collection = database[COLLECTION]

    async def add(self, request: SupportRequest) -> SupportRequest:
        """An earlier run of the same asking has made the row: its code is the one that counts."""
        try:
            async with reachable():
                await self._collection.insert_one(_document(request))
        except DuplicateKeyError:
            async with reachable():
                stored = await self._collection.find_one({"tenant_id": request.tenant_id, "_id": request.id})
            if stored is None:
                raise
            return _request(stored)
        return request

    async def find(self, tenant_id: UUID, code: UUID) -> SupportRequest | None:
        async with reachable():
            document = await self._collection.find_one({"tenant_id": tenant_id, "code": code})
        return None if document is None else _request(document)

    async def accept(self, request: SupportRequest, *, chat: Chat, by: UUID, at: datetime) -> SupportRequest:
        settled = {"settled": RequestStatus.ACCEPTED, "settled_by": by, "subscriber_id": chat.id}
        return await self._settle(request, settled, at=at)

    async def cancel(self, request: SupportRequest, *, by: UUID, at: datetime) -> SupportRequest:
        return await self._settle(request, {"settled": RequestStatus.CANCELLED, "settled_by": by}, at=at)

    async def _settle(self, request: SupportRequest, settled: Document, *, at: datetime) -> SupportRequest:
        open_still = {
            "tenant_id": request.tenant_id,
            "_id": request.id,
            "settled": RequestStatus.PENDING,
            "expires_at": {"$gt": at},
        }
        async with reachable():
            document = await self._collection.find_one_and_update(
                open_still, {"$set": settled}, return_document=ReturnDocument.AFTER
            )
        if document is not None:
            return _request(document)
        return await self.find(request.tenant_id, request.code) or request

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id})


def _document(request: SupportRequest) -> Document:
    return {
        "_id": request.id,
        "tenant_id": request.tenant_id,
        "code": request.code,
        "channel": request.channel,
        "ticket_type_id": request.ticket_type_id,
        "created_at": request.created_at,
        "expires_at": request.expires_at,
        "settled": request.settled,
        "settled_by": request.settled_by,
        "subscriber_id": request.subscriber_id,
    }


def _request(document: Document) -> SupportRequest:
    return SupportRequest(
        id=document["_id"],
        tenant_id=document["tenant_id"],
        code=document["code"],
        channel=Channel(document["channel"]) if document["channel"] else None,
        ticket_type_id=document["ticket_type_id"],
        created_at=document["created_at"],
        expires_at=document["expires_at"],
        settled=RequestStatus(document["settled"]),
        settled_by=document["settled_by"],
        subscriber_id=document["subscriber_id"],
    )
