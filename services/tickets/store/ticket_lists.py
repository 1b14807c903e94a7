"""Reading many tickets at once: pages of lists, and what is asked of all of a tenant's."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from pymongo.errors import OperationFailure

from services.tickets.domain.filter import Filter
from services.tickets.domain.order import NEWEST_FIRST, Order, Place
from services.tickets.domain.ticket import Ticket
from services.tickets.store.filing import UNFILED
from services.tickets.store.recent import REVISION, RecentTickets
from services.tickets.store.ticket_documents import from_document
from services.tickets.store.ticket_queries import COLLECTION, query_of
from services.tickets.store.ticket_ranges import Range, ranges_of
from shared.mongo import Database, Document, reachable
from shared.mongo.twins import Twins

UNSEEN = {"outbox": 0, UNFILED: 0}
# How MongoDB refuses a hint.
NO_SUCH_INDEX = 2


class Wanted(NamedTuple):
    """A page, as `page` takes it."""

    tenant_id: UUID
    having: Filter
    after: Place | None
    limit: int
    order: Order
    skip: int
    among: tuple[UUID, ...] | None


class TicketLists:
    def __init__(self, database: Database) -> None:
        self._tickets = database[COLLECTION]
        self._recent = RecentTickets()
        self._pages = Twins(self._page)

    async def page(
        self,
        tenant_id: UUID,
        *,
        having: Filter,
        after: Place | None,
        limit: int,
        order: Order = NEWEST_FIRST,
        skip: int = 0,
        among: Sequence[UUID] | None = None,
    ) -> tuple[list[Ticket], bool]:
        wanted = Wanted(tenant_id, having, after, limit, order, skip, None if among is None else tuple(among))
        tickets, more = await self._pages(wanted)
        return list(tickets), more

    async def _page(self, wanted: Wanted) -> tuple[list[Ticket], bool]:
        tenant_id, having, after, limit, order, skip, among = wanted
        # Where a ticket stands in another order may change while it is looked up: there all is read at once.
        shown = REVISION if order == NEWEST_FIRST else UNSEEN
        documents: list[Document] = []
        async with reachable():
            for stretch in ranges_of(tenant_id, having, order=order, after=after, among=among):
                documents += await self._read(stretch, shown=shown, skip=skip, limit=limit + 1 - len(documents))
                if len(documents) > limit:
                    break
            page, more = documents[:limit], len(documents) > limit
            if shown is REVISION:
                return await self._as_they_are(tenant_id, page), more
        return [from_document(document) for document in page], more

    async def _as_they_are(self, tenant_id: UUID, page: Sequence[Document]) -> list[Ticket]:
        """The tickets of these ids and revisions, or what they have become since; without those that are gone."""
        tickets = {document["_id"]: self._recent.known(document) for document in page}
        if unknown := [ticket_id for ticket_id, ticket in tickets.items() if ticket is None]:
            found = self._tickets.find({"tenant_id": tenant_id, "_id": {"$in": unknown}}, UNSEEN)
            for document in await found.to_list(len(unknown)):
                ticket = tickets[document["_id"]] = from_document(document)
                self._recent.keep(ticket)
        return [ticket for ticket in tickets.values() if ticket is not None]

    async def _read(self, stretch: Range, *, shown: Document, skip: int, limit: int) -> list[Document]:
        asked: Document = {"projection": shown, "sort": stretch.sort, "skip": skip, "limit": limit}
        if stretch.index is None:
            return await self._tickets.find(stretch.query, **asked).to_list(limit)
        try:
            return await self._tickets.find(stretch.query, hint=stretch.index, **asked).to_list(limit)
        except OperationFailure as error:
            if error.code != NO_SUCH_INDEX:
                raise
            # It is still being made; until then, any other will do.
            return await self._tickets.find(stretch.query, **asked).to_list(limit)

    async def among(self, tenant_id: UUID, ids: Sequence[UUID], *, having: Filter) -> list[Ticket]:
        documents = await self._look_up(tenant_id, ids, having=having, shown=REVISION)
        async with reachable():
            return await self._as_they_are(tenant_id, documents)

    async def ids_among(self, tenant_id: UUID, ids: Sequence[UUID], *, having: Filter) -> list[UUID]:
        documents = await self._look_up(tenant_id, ids, having=having, shown={"_id": 1})
        return [document["_id"] for document in documents]

    async def _look_up(
        self, tenant_id: UUID, ids: Sequence[UUID], *, having: Filter, shown: dict[str, int]
    ) -> list[Document]:
        query = query_of(tenant_id, having)
        query["_id"] = {**query.get("_id", {}), "$in": list(ids)}
        async with reachable():
            return await self._tickets.find(query, shown).sort("_id", -1).to_list(len(ids)) if ids else []

    async def tenants(self, *, after: UUID | None, limit: int) -> list[UUID]:
        """The one query across tenants; the index that begins with the tenant is skipped through."""
        found: list[UUID] = []
        while len(found) < limit:
            last = found[-1] if found else after
            query = {"tenant_id": {"$exists": True} if last is None else {"$gt": last}}
            async with reachable():
                document = await self._tickets.find_one(query, {"tenant_id": 1}, sort=[("tenant_id", 1), ("_id", -1)])
            if document is None:
                break
            found.append(document["tenant_id"])
        return found

    async def any_with(self, tenant_id: UUID, having: Filter) -> bool:
        async with reachable():
            return await self._tickets.find_one(query_of(tenant_id, having), {"_id": 1}) is not None
