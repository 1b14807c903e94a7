"""Filing messages: each is written in one update with its ticket, waits there, and moves to a document of its own.

Two documents at once would take a transaction, and a process that dies within one leaves the ticket locked for as long
as MongoDB lets a transaction live: a minute in which nobody writes to that ticket, nor in one batch with it.
"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from pymongo.errors import DuplicateKeyError

from services.tickets.store.ticket_queries import COLLECTION as TICKETS
from shared.errors import Unavailable
from shared.log import get_logger
from shared.mongo import Database, Document, insert_together, reachable

log = get_logger()

MESSAGES = "messages"
UNFILED = "unfiled"


class Filing:
    """Moves messages out of their tickets. Whatever is left behind by a dead process is found where it is."""

    def __init__(self, database: Database) -> None:
        self._tickets = database[TICKETS]
        self._messages = database[MESSAGES]
        self._inserts = insert_together(self._messages)
        self._clearing: set[asyncio.Task[None]] = set()

    async def file(self, message: Document) -> None:
        """Give a message that is stored with its ticket its own document; where that fails it stays where it is."""
        try:
            await self._insert(message)
        except Unavailable as error:
            log.warning("message stays with its ticket", message_id=str(message["_id"]), error=error.message)
            return
        task = asyncio.create_task(self._clear_quietly(message))
        self._clearing.add(task)
        task.add_done_callback(self._clearing.discard)

    async def waiting(self, tenant_id: UUID, ticket_id: UUID) -> list[Document]:
        """The messages that are still with the ticket, in the order in which they were written."""
        async with reachable():
            ticket = await self._tickets.find_one({"_id": ticket_id, "tenant_id": tenant_id}, {UNFILED: 1})
        found: list[Document] = (ticket or {}).get(UNFILED, [])
        return found

    async def with_ticket(self, tenant_id: UUID, ticket_id: UUID) -> list[Document]:
        """The opening message, if the ticket has one, and those that wait."""
        async with reachable():
            key = {"_id": ticket_id, "tenant_id": tenant_id}
            ticket: Document = await self._tickets.find_one(key, {UNFILED: 1, "opening": 1}) or {}
        return [*([ticket["opening"]] if "opening" in ticket else []), *ticket.get(UNFILED, [])]

    async def all_waiting(self, tenant_id: UUID, ticket_ids: Sequence[UUID]) -> list[Document]:
        """The messages that are still with any of the tickets."""
        query = {"tenant_id": tenant_id, "_id": {"$in": list(ticket_ids)}, f"{UNFILED}.0": {"$exists": True}}
        async with reachable():
            tickets = await self._tickets.find(query, {UNFILED: 1}).to_list(None)
        return [message for ticket in tickets for message in ticket[UNFILED]]

    async def file_left_over(self, tenant_id: UUID, ticket_id: UUID) -> None:
        """File what a dead process left with the ticket, if there is anything."""
        messages = await self.waiting(tenant_id, ticket_id)
        for message in messages:
            await self._insert(message)
            await self._clear(message)

    async def _insert(self, message: Document) -> None:
        try:
            await self._inserts(message)
        except DuplicateKeyError:
            # It was filed before, and only not cleared away.
            return

    async def _clear(self, message: Document) -> None:
        """Take it out of its ticket; where that was deleted meanwhile, the message goes too."""
        key = {"_id": message["ticket_id"], "tenant_id": message["tenant_id"]}
        async with reachable():
            cleared = await self._tickets.update_one(key, {"$pull": {UNFILED: {"_id": message["_id"]}}})
            if not cleared.matched_count:
                # Unless a merge has moved it to another ticket.
                where = {name: message[name] for name in ("_id", "tenant_id", "ticket_id")}
                await self._messages.delete_one(where)

    async def _clear_quietly(self, message: Document) -> None:
        try:
            await self._clear(message)
        except Unavailable as error:
            log.warning("filed message stays with its ticket too", message_id=str(message["_id"]), error=error.message)
