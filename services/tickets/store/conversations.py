"""The newest messages of tickets: all that is asked at the same moment is read in one round trip."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from services.tickets.store.filing import MESSAGES, UNFILED
from services.tickets.store.ticket_queries import COLLECTION as TICKETS
from shared.mongo import Database, Document, reachable
from shared.mongo.batches import Batches


class Wanted(NamedTuple):
    tenant_id: UUID
    ticket_id: UUID
    limit: int
    notes: bool

    @property
    def public(self) -> Document:
        return {} if self.notes else {"internal": False}


class Conversations:
    """Messages that are filed, and those that still wait with their ticket.

    What waits comes first out of one pipeline: a message that is filed meanwhile is then seen twice, and not never.
    """

    def __init__(self, database: Database) -> None:
        self._tickets = database[TICKETS]
        self.newest = Batches(self._read)

    async def _read(self, wanted: Sequence[Wanted]) -> list[list[Document]]:
        """For each the newest documents, oldest first."""
        if len(wanted) > 1:
            most = sum(each.limit for each in wanted)
            found = await self._together(wanted, most=most)
            # Some of them are long: a common limit would cut at any place.
            if len(found) < most:
                return [_newest(found, of=each) for each in wanted]
        return [_newest(await self._one(each), of=each) for each in wanted]

    async def _together(self, wanted: Sequence[Wanted], *, most: int) -> list[Document]:
        tenants = {"$in": list({each.tenant_id for each in wanted})}
        ids = {"$in": list({each.ticket_id for each in wanted})}
        return await self._run(
            {"tenant_id": tenants, "_id": ids}, [{"$match": {"tenant_id": tenants, "ticket_id": ids}}, {"$limit": most}]
        )

    async def _one(self, wanted: Wanted) -> list[Document]:
        ticket = {"tenant_id": wanted.tenant_id, "_id": wanted.ticket_id}
        filed = {"tenant_id": wanted.tenant_id, "ticket_id": wanted.ticket_id, **wanted.public}
        return await self._run(ticket, [{"$match": filed}, {"$sort": {"_id": -1}}, {"$limit": wanted.limit}])

    async def _run(self, tickets: Document, filed: list[Document]) -> list[Document]:
        pipeline: list[Document] = [
            {"$match": {**tickets, f"{UNFILED}.0": {"$exists": True}}},
            {"$unwind": f"${UNFILED}"},
            {"$replaceRoot": {"newRoot": f"${UNFILED}"}},
            {"$unionWith": {"coll": MESSAGES, "pipeline": filed}},
        ]
        async with reachable():
            return await self._tickets.aggregate(pipeline).to_list(None)


def _newest(found: Sequence[Document], *, of: Wanted) -> list[Document]:
    key = (of.tenant_id, of.ticket_id)
    own = [
        each for each in found if (each["tenant_id"], each["ticket_id"]) == key and (of.notes or not each["internal"])
    ]
    every = {each["_id"]: each for each in own}
    return [every[message_id] for message_id in sorted(every)[-of.limit :]]
