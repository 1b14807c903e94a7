"""Tickets in MongoDB: each change and the events that tell of it are one write (ADR 1)."""

from collections.abc import Sequence
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession
from pymongo import UpdateOne
from pymongo.errors import DuplicateKeyError

from services.tickets.domain.count import Count
from services.tickets.domain.filter import Filter
from services.tickets.domain.message import Message
from services.tickets.domain.numbers import NumberTaken
from services.tickets.domain.sla import Deadlines
from services.tickets.domain.ticket import Ticket
from services.tickets.store.attachments import MongoAttachments
from services.tickets.store.chats import release_id
from services.tickets.store.conversations import Conversations, Wanted
from services.tickets.store.filing import MESSAGES, UNFILED, Filing
from services.tickets.store.history import COLLECTION as HISTORY
from services.tickets.store.ticket_changes import as_it_was, change_of, timed
from services.tickets.store.ticket_counts import count_tickets
from services.tickets.store.ticket_documents import from_document, message_to_document, to_document
from services.tickets.store.ticket_lists import TicketLists
from services.tickets.store.ticket_queries import COLLECTION, EXTERNAL_ID
from services.tickets.store.uncounted import COLLECTION as UNCOUNTED
from services.tickets.store.uncounted import note_of
from shared.bus.outbox import Outbox, entries
from shared.errors import Conflict, NotFound
from shared.events.envelope import Event
from shared.mongo import Database, Document, insert_together, reachable, transaction
from shared.mongo.rows import documents_of
from shared.mongo.updates import Guarded, guarded_together, update_together
from shared.vocabulary import SlaTarget


class MongoTickets(TicketLists):
    def __init__(self, database: Database, *, outbox: Outbox) -> None:
        super().__init__(database)
        self._database = database
        self._messages = database[MESSAGES]
        self._history = database[HISTORY]
        self._outbox = outbox
        self._filing = Filing(database)
        self._attachments = MongoAttachments(database)
        self._conversations = Conversations(database, recent=self._recent)
        self._documents = documents_of(self._tickets, without=("outbox", UNFILED))
        self._inserts = insert_together(self._tickets)
        self._updates = update_together(self._tickets)
        self._guarded = guarded_together(self._tickets)
        self._uncounted = insert_together(database[UNCOUNTED])

    async def find(self, tenant_id: UUID, ticket_id: UUID) -> Ticket | None:
        document = await self._documents((tenant_id, ticket_id))
        return None if document is None else from_document(document)

    async def get(self, tenant_id: UUID, ticket_id: UUID) -> Ticket:
        ticket = await self.find(tenant_id, ticket_id)
        if ticket is None:
            raise NotFound("There is no ticket with this id.")
        return ticket

    async def conversation(
        self, tenant_id: UUID, ticket_id: UUID, *, limit: int, notes: bool
    ) -> tuple[Ticket, list[Message]]:
        found = await self._conversations.find(Wanted(tenant_id, ticket_id, limit, notes))
        if found is None:
            raise NotFound("There is no ticket with this id.")
        return found

    async def add(self, ticket: Ticket, events: Sequence[Event]) -> Ticket:
        written = entries(events)
        try:
            await self._inserts({**to_document(ticket), "outbox": written})
        except DuplicateKeyError as error:
            # An earlier run of the same request; what it had to tell is in its outbox.
            stored = await self.find(ticket.tenant_id, ticket.id)
            if stored is not None:
                return stored
            refused_for = (error.details or {}).get("keyPattern", {})
            if "number" in refused_for:
                raise NumberTaken from None
            if EXTERNAL_ID not in refused_for:
                raise
            raise Conflict("Another ticket has this external_id.", code="external_id_taken") from None
        self._outbox.announce(COLLECTION, ticket.id, written)
        return ticket

    async def save(self, ticket: Ticket, events: Sequence[Event], *, message: Message | None = None) -> bool:
        """One update, which holds the message too until that is filed.

        A change that tells nothing leaves no proof of itself behind, and so goes by itself.
        """
        written = entries(events)
        filed = None if message is None else message_to_document(message)
        change = change_of(ticket, written, message=filed)
        update = Guarded(as_it_was(ticket), change, proof={"outbox.id": {"$in": _ids(written)}})
        if written:
            saved = await self._guarded(update)
        else:
            async with reachable():
                saved = (await self._tickets.update_one(update.where, update.change)).matched_count == 1
        if saved:
            self._outbox.announce(COLLECTION, ticket.id, written)
            if filed is not None:
                await self._filing.file(filed)
        return saved

    async def save_edited(self, ticket: Ticket, events: Sequence[Event], *, message: Message) -> bool:
        """One transaction over both documents: an edit is rare, and a new text must be told of."""
        written = entries(events)
        await self._filing.file_left_over(ticket.tenant_id, ticket.id)

        async def edit(session: AsyncIOMotorClientSession) -> bool:
            change = change_of(ticket, written)
            result = await self._tickets.update_one(as_it_was(ticket), change, session=session)
            if result.matched_count:
                key = {"_id": message.id, "tenant_id": message.tenant_id}
                await self._messages.update_one(key, {"$set": {"text": message.text}}, session=session)
            return result.matched_count == 1

        async with reachable():
            saved = await transaction(self._database, edit)
        if saved:
            self._outbox.announce(COLLECTION, ticket.id, written)
        return saved

    async def set_deadlines(self, tenant_id: UUID, ticket_id: UUID, deadlines: Deadlines) -> None:
        newer = {
            "_id": ticket_id,
            "tenant_id": tenant_id,
            "$or": [{"deadlines.basis": {"$exists": False}}, {"deadlines.basis": {"$lt": deadlines.basis}}],
        }
        names = ("policy_id", "policy_name", "first_response", "resolution", "paused", "basis")
        await self._updates(UpdateOne(newer, timed({name: getattr(deadlines, name) for name in names})))
        await self._uncounted(note_of(ticket_id))

    async def mark_breached(self, tenant_id: UUID, ticket_id: UUID, target: SlaTarget) -> None:
        mark = timed({f"{target.value}_breached": True})
        await self._updates(UpdateOne({"_id": ticket_id, "tenant_id": tenant_id}, mark))
        await self._uncounted(note_of(ticket_id))

    async def remove(self, ticket: Ticket, events: Sequence[Event]) -> bool:
        """What is left is a tombstone without a tenant: no list or get finds it, and its outbox is still sent."""
        written = entries(events)
        tombstone = {
            "_id": "$_id",
            "tombstone": True,
            "outbox": {"$concatArrays": ["$outbox", {"$literal": written}]},
            "of_tenant": "$tenant_id",
        }

        async def bury(session: AsyncIOMotorClientSession) -> bool:
            result = await self._tickets.update_one(as_it_was(ticket), [{"$replaceWith": tombstone}], session=session)
            if result.matched_count:
                for rows in (self._messages, self._history):
                    await rows.delete_many({"tenant_id": ticket.tenant_id, "ticket_id": ticket.id}, session=session)
                await self._attachments.doom_those_of(ticket, session=session)
                await release_id(self._database, ticket, session=session)
            return result.matched_count == 1

        async with reachable():
            removed = await transaction(self._database, bury)
        if removed:
            self._outbox.announce(COLLECTION, ticket.id, written, tombstone=True)
        return removed

    async def count(self, tenant_id: UUID, *, having: Filter, most: int) -> Count:
        return await count_tickets(self._tickets, tenant_id, having=having, most=most)

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._tickets.delete_many({"tenant_id": tenant_id})


def _ids(written: list[Document]) -> list[UUID]:
    return [entry["id"] for entry in written]
