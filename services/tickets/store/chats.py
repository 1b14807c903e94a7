"""Messengers' chats in MongoDB: the tickets of one, what was written there, and under which id its next one opens."""

from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession
from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from services.tickets.domain.chat import Chat
from services.tickets.domain.message import Message, PlatformMessage
from services.tickets.domain.ticket import Ticket
from services.tickets.store.filing import MESSAGES, UNFILED
from services.tickets.store.ticket_documents import from_document, message_from_document
from services.tickets.store.ticket_queries import COLLECTION as TICKETS
from shared.mongo import Database, Document, reachable
from shared.vocabulary import Status

COLLECTION = "chats"
INDEXES = [
    IndexModel(
        [("tenant_id", ASCENDING), ("channel_id", ASCENDING), ("chat_id", ASCENDING)], name="of_channel", unique=True
    ),
]
NEXT = "next_ticket"
OPEN = [status for status in Status if status is not Status.CLOSED]
LAST_WRITTEN = [("last_message_at", DESCENDING), ("_id", DESCENDING)]
LAST_CLOSED = [("closed_at", DESCENDING), ("_id", DESCENDING)]
UNSEEN = {"outbox": 0, UNFILED: 0}


class MongoChats:
    def __init__(self, database: Database) -> None:
        self._chats = database[COLLECTION]
        self._tickets = database[TICKETS]
        self._messages = database[MESSAGES]

    async def active(self, tenant_id: UUID, chat: Chat) -> Ticket | None:
        found = await self._find(tenant_id, chat, {"status": {"$in": OPEN}}, sort=LAST_WRITTEN, limit=1)
        return found[0] if found else None

    async def last_closed(self, tenant_id: UUID, chat: Chat) -> Ticket | None:
        found = await self._find(tenant_id, chat, {"status": Status.CLOSED}, sort=LAST_CLOSED, limit=1)
        return found[0] if found else None

    async def newest(self, tenant_id: UUID, chat: Chat, *, limit: int) -> list[Ticket]:
        by_themselves = {"merged_into": {"$exists": False}}
        return await self._find(tenant_id, chat, by_themselves, sort=LAST_WRITTEN, limit=limit)

    async def message(self, tenant_id: UUID, platform: PlatformMessage) -> Message | None:
        written = _fields("platform", platform)
        of_chat = {"tenant_id": tenant_id, "chat_id": platform.chat_id}
        waiting = {**of_chat, UNFILED: {"$elemMatch": written}}
        # What waits comes first: it may be filed in between, and then be found in its own place.
        async with reachable():
            ticket = await self._tickets.find_one(waiting, {UNFILED: {"$elemMatch": written}})
            document = ticket[UNFILED][0] if ticket else None
            document = document or await self._messages.find_one({"tenant_id": tenant_id, **written})
            if document is None:
                opening = {**of_chat, **_fields("opening.platform", platform)}
                document = (await self._tickets.find_one(opening, {"opening": 1}) or {}).get("opening")
        return None if document is None else message_from_document(document)

    async def next_ticket(self, tenant_id: UUID, chat: Chat) -> UUID | None:
        async with reachable():
            row = await self._chats.find_one(_row(tenant_id, chat))
        return (row or {}).get(NEXT)

    async def propose(self, tenant_id: UUID, chat: Chat, *, ticket_id: UUID, instead_of: UUID | None) -> UUID | None:
        as_it_was = {**_row(tenant_id, chat), NEXT: instead_of}
        try:
            async with reachable():
                # A row that nobody has made yet is made; the unique index refuses it where another id stands.
                await self._chats.update_one(as_it_was, {"$set": {NEXT: ticket_id}}, upsert=instead_of is None)
        except DuplicateKeyError:
            pass
        return await self.next_ticket(tenant_id, chat)

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._chats.delete_many({"tenant_id": tenant_id})

    async def _find(
        self, tenant_id: UUID, chat: Chat, which: Document, *, sort: list[tuple[str, int]], limit: int
    ) -> list[Ticket]:
        query = {
            "tenant_id": tenant_id,
            "chat_id": chat.chat_id,
            "channel": chat.kind,
            "channel_id": {"$in": [chat.channel_id, None]},
            **which,
        }
        async with reachable():
            documents = await self._tickets.find(query, UNSEEN).sort(sort).limit(limit).to_list(limit)
        return [from_document(document) for document in documents]


async def release_id(database: Database, ticket: Ticket, *, session: AsyncIOMotorClientSession) -> None:
    """Within the transaction that deletes the ticket: from then on no ticket is opened under its id."""
    if ticket.chat_id is not None:
        of_ticket = {"tenant_id": ticket.tenant_id, "chat_id": ticket.chat_id, NEXT: ticket.id}
        await database[COLLECTION].update_many(of_ticket, {"$unset": {NEXT: ""}}, session=session)


def _row(tenant_id: UUID, chat: Chat) -> Document:
    return {"tenant_id": tenant_id, "channel_id": chat.channel_id, "chat_id": chat.chat_id}


def _fields(name: str, platform: PlatformMessage) -> Document:
    return {
        f"{name}.message_id": platform.message_id,
        f"{name}.chat_id": platform.chat_id,
        f"{name}.channel_id": platform.channel_id,
    }
