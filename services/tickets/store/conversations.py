"""Tickets with their newest messages: all that is asked at the same moment is read in one round trip."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from services.tickets.domain.message import Message
from services.tickets.domain.ticket import Ticket
from services.tickets.store.filing import MESSAGES, UNFILED
from services.tickets.store.recent import REVISION, RecentTickets
from services.tickets.store.ticket_documents import from_document, message_from_document
from services.tickets.store.ticket_lists import UNSEEN
from services.tickets.store.ticket_queries import COLLECTION as TICKETS
from shared.mongo import Database, Document, reachable
from shared.mongo.batches import Batches

HEAD: Document = {"tenant_id": 1, UNFILED: 1, **REVISION}
Key = tuple[UUID, UUID]
Found = tuple[Ticket, list[Message]]


class Wanted(NamedTuple):
    tenant_id: UUID
    ticket_id: UUID
    limit: int
    notes: bool

    @property
    def key(self) -> Key:
        return self.tenant_id, self.ticket_id


class Read(NamedTuple):
    """What one pipeline has brought: the beginnings of tickets, and filed messages."""

    heads: dict[Key, Document]
    said: list[Document]

    def newest(self, wanted: Wanted) -> list[Message]:
        """Of one ticket, oldest first."""
        waiting = self.heads.get(wanted.key, {}).get(UNFILED, ())
        filed = [each for each in self.said if (each["tenant_id"], each["ticket_id"]) == wanted.key]
        every = {each["_id"]: each for each in (*waiting, *filed) if wanted.notes or not each["internal"]}
        return [message_from_document(every[message_id]) for message_id in sorted(every)[-wanted.limit :]]


class Conversations:
    """Messages that are filed, and those that still wait with their ticket.

    The ticket comes first out of the pipeline: a message that is filed meanwhile is seen twice then, and not never.
    """

    def __init__(self, database: Database, *, recent: RecentTickets) -> None:
        self._tickets = database[TICKETS]
        self._recent = recent
        self.find = Batches(self._read)

    async def _read(self, wanted: Sequence[Wanted]) -> list[Found | None]:
        read = await self._together(wanted)
        if read is None:
            return [await self._alone(each) for each in wanted]
        tickets = await self._tickets_of(read)
        return [await self._whole(each, ticket=tickets.get(each.key), read=read) for each in wanted]

    async def _whole(self, wanted: Wanted, *, ticket: Ticket | None, read: Read) -> Found | None:
        if ticket is None:
            return None
        if ticket.revision != read.heads[wanted.key]["revision"]:
            # It was written between the two round trips, maybe with a message.
            read = await self._run(*_of_one(wanted))
        return ticket, read.newest(wanted)

    async def _tickets_of(self, read: Read) -> dict[Key, Ticket]:
        """The tickets of these revisions, or what they have become since; without those that are gone."""
        known = {key: self._recent.known(head) for key, head in read.heads.items()}
        if unknown := [key for key, ticket in known.items() if ticket is None]:
            tenants, ids = zip(*unknown, strict=True)
            query = {"tenant_id": {"$in": list(set(tenants))}, "_id": {"$in": list(ids)}}
            async with reachable():
                documents = await self._tickets.find(query, UNSEEN).to_list(len(ids))
            for document in documents:
                fresh = from_document(document)
                self._recent.keep(fresh)
                known[fresh.tenant_id, fresh.id] = fresh
        return {key: ticket for key, ticket in known.items() if ticket is not None}

    async def _together(self, wanted: Sequence[Wanted]) -> Read | None:
        """None where there are so many messages that a common limit would cut at any place."""
        if len(wanted) == 1:
            return await self._run(*_of_one(wanted[0]))
        most = sum(each.limit for each in wanted)
        tenants = {"$in": list({each.tenant_id for each in wanted})}
        ids = {"$in": list({each.ticket_id for each in wanted})}
        filed: list[Document] = [{"$match": {"tenant_id": tenants, "ticket_id": ids}}, {"$limit": most}]
        read = await self._run({"tenant_id": tenants, "_id": ids}, filed)
        return read if len(read.said) < most else None

    async def _alone(self, wanted: Wanted) -> Found | None:
        [found] = await self._read([wanted])
        return found

    async def _run(self, tickets: Document, filed: list[Document]) -> Read:
        said: Document = {"$unionWith": {"coll": MESSAGES, "pipeline": filed}}
        async with reachable():
            documents = await self._tickets.aggregate([{"$match": tickets}, {"$project": HEAD}, said]).to_list(None)
        heads = {(each["tenant_id"], each["_id"]): each for each in documents if "ticket_id" not in each}
        return Read(heads, [each for each in documents if "ticket_id" in each])


def _of_one(wanted: Wanted) -> tuple[Document, list[Document]]:
    ticket = {"tenant_id": wanted.tenant_id, "_id": wanted.ticket_id}
    public = {} if wanted.notes else {"internal": False}
    filed = {"tenant_id": wanted.tenant_id, "ticket_id": wanted.ticket_id, **public}
    return ticket, [{"$match": filed}, {"$sort": {"_id": -1}}, {"$limit": wanted.limit}]
