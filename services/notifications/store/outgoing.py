"""Outgoing messages in MongoDB: the document is at once the memory of the event, the outbox's entry and the reports."""

from uuid import UUID

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from services.notifications.domain.chat import Chat
from services.notifications.domain.content import Button, Content, OutgoingFile
from services.notifications.domain.outgoing import Outgoing, Progress, Purpose, Reason
from shared.bus.outbox import OUTBOX_INDEX, Outbox, entries
from shared.events.decisions import MessageDelivery
from shared.mongo import Database, Document, reachable
from shared.vocabulary import Channel

COLLECTION = "outgoing"
AT_ONCE = 100
UNSETTLED = [Progress.PENDING, Progress.SENDING]
INDEXES = [
    IndexModel([("tenant_id", ASCENDING), ("ticket_id", ASCENDING)], name="by_ticket"),
    IndexModel(
        [("tenant_id", ASCENDING), ("chat", ASCENDING), ("untouched", ASCENDING), ("_id", ASCENDING)],
        name="next",
        partialFilterExpression={"progress": {"$in": UNSETTLED}},
    ),
    OUTBOX_INDEX,
]
RETIRED = ["waiting"]


class MongoOutgoing:
    def __init__(self, database: Database, *, outbox: Outbox) -> None:
        self._collection = database[COLLECTION]
        self._outbox = outbox

    async def add(self, outgoing: Outgoing, *, report: MessageDelivery | None) -> bool:
        """What caused it is the key: a second delivery of its event finds it there."""
        written = entries([report] if report else [])
        try:
            async with reachable():
                await self._collection.insert_one({**_document(outgoing), "outbox": written})
        except DuplicateKeyError:
            return False
        self._outbox.announce(COLLECTION, outgoing.id, written)
        return True

    async def next_in(self, chat: Chat) -> Outgoing | None:
        """Ids of messages are in the order in which they were written; one of which a part has arrived goes first."""
        query = {"tenant_id": chat.tenant_id, "chat": chat.id, "progress": {"$in": UNSETTLED}}
        async with reachable():
            document = await self._collection.find_one(
                query, {"outbox": 0}, sort=[("untouched", ASCENDING), ("_id", ASCENDING)]
            )
        return None if document is None else _outgoing(document)

    async def waiting_in(self, chat: Chat) -> list[Outgoing]:
        query = {"tenant_id": chat.tenant_id, "chat": chat.id, "progress": Progress.PENDING}
        async with reachable():
            found = self._collection.find(query, {"outbox": 0}).sort("_id", ASCENDING).limit(AT_ONCE)
            return [_outgoing(document) for document in await found.to_list(AT_ONCE)]

    async def refuse(self, outgoing: Outgoing, *, report: MessageDelivery | None) -> None:
        written = entries([report] if report else [])
        query = {**_key(outgoing), "progress": Progress.PENDING}
        change = {"$set": _state(outgoing), "$push": {"outbox": {"$each": written}}}
        async with reachable():
            result = await self._collection.update_one(query, change)
        if result.matched_count:
            self._outbox.announce(COLLECTION, outgoing.id, written)

    async def question(self, tenant_id: UUID, *, ticket_id: UUID, platform_id: str) -> UUID | None:
        query = {"tenant_id": tenant_id, "ticket_id": ticket_id, "purpose": Purpose.RATING, "platform_ids": platform_id}
        async with reachable():
            document = await self._collection.find_one(query, {"_id": 1})
        return None if document is None else document["_id"]

    async def begin(self, outgoing: Outgoing) -> bool:
        """A repeat of the same claim's beginning goes well: its first answer may have been lost. Nobody begins a step
        that another has taken in between."""
        mine = {"progress": Progress.SENDING, "claim": outgoing.claim}
        free = {"progress": {"$in": UNSETTLED}} if outgoing.repeatable else {"progress": Progress.PENDING}
        query = {**_key(outgoing), "platform_ids": list(outgoing.platform_ids), "$or": [free, mine]}
        async with reachable():
            result = await self._collection.update_one(query, {"$set": mine})
        return result.matched_count == 1

    async def keep(self, outgoing: Outgoing) -> None:
        query = {**_key(outgoing), "claim": outgoing.claim, "progress": Progress.SENDING}
        async with reachable():
            await self._collection.update_one(query, {"$set": _state(outgoing)})

    async def settle(self, outgoing: Outgoing, *, report: MessageDelivery | None) -> None:
        """Only the claim under which the message was sent, and only once; a repeat changes nothing."""
        written = entries([report] if report else [])
        open_still = [{"progress": {"$in": UNSETTLED}}, {"error": Reason.UNKNOWN_IF_SENT}]
        query = {
            **_key(outgoing),
            "claim": outgoing.claim,
            "reported_at": {"$lt": outgoing.reported_at},
            "$or": open_still,
        }
        change = {"$set": _state(outgoing), "$push": {"outbox": {"$each": written}}}
        async with reachable():
            result = await self._collection.update_one(query, change)
        if result.matched_count:
            self._outbox.announce(COLLECTION, outgoing.id, written)

    async def forget_ticket(self, tenant_id: UUID, ticket_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id, "ticket_id": ticket_id})

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._collection.delete_many({"tenant_id": tenant_id})


def _key(outgoing: Outgoing) -> Document:
    return {"_id": outgoing.id, "tenant_id": outgoing.tenant_id}


def _state(outgoing: Outgoing) -> Document:
    """What sending changes."""
    return {
        "progress": outgoing.progress,
        "platform_ids": list(outgoing.platform_ids),
        "lost": list(outgoing.lost),
        "untouched": not outgoing.steps_done,
        "attempts": outgoing.attempts,
        "error": outgoing.error,
        "reported_at": outgoing.reported_at,
    }


def _document(outgoing: Outgoing) -> Document:
    return {
        **_key(outgoing),
        "ticket_id": outgoing.ticket_id,
        "kind": outgoing.kind,
        "chat": outgoing.chat,
        "purpose": outgoing.purpose,
        "content": _content_document(outgoing.content),
        "edits": outgoing.edits,
        "claim": outgoing.claim,
        "stored_at": outgoing.stored_at,
        **_state(outgoing),
    }


def _content_document(content: Content) -> Document:
    return {
        "text": content.text,
        "rows": [[{"text": button.text, "data": button.data} for button in row] for row in content.rows],
        "files": [
            {"id": file.id, "name": file.name, "content_type": file.content_type, "size": file.size}
            for file in content.files
        ],
    }


def _content(document: Document) -> Content:
    return Content(
        text=document["text"],
        rows=tuple(tuple(Button(**button) for button in row) for row in document["rows"]),
        files=tuple(OutgoingFile(**file) for file in document["files"]),
    )


def _outgoing(document: Document) -> Outgoing:
    return Outgoing(
        id=document["_id"],
        tenant_id=document["tenant_id"],
        ticket_id=document["ticket_id"],
        kind=Channel(document["kind"]),
        chat=document["chat"],
        purpose=Purpose(document["purpose"]),
        content=_content(document["content"]),
        edits=document["edits"],
        progress=Progress(document["progress"]),
        stored_at=document["stored_at"],
        reported_at=document["reported_at"],
        platform_ids=tuple(document["platform_ids"]),
        lost=tuple(document.get("lost", ())),
        attempts=document["attempts"],
        claim=document["claim"],
        error=document["error"],
    )
