"""Events of the last 30 days in MongoDB, in the exact order in which they arrived, whatever order they were made in.

They stand in books, which are numbered one after the other for each tenant and hold what arrived at the same moment. A
book is written once, under the number after the newest, which no other can then have: no reader who has gone past a
place ever finds something new before it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from time import monotonic
from uuid import UUID

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from services.webhooks.domain.kept_event import KeptEvent
from shared.errors import Invalid
from shared.ids import new_id, time_of
from shared.mongo import Batches, Database, Document, reachable

COLLECTION = "events"
KEPT_SECONDS = 30 * 86_400
FULL_BYTES = 256 * 1024
# Nobody but the consumer waits for it: what is delivered goes its own way meanwhile.
GATHER_SECONDS = 0.05
# A consumer holds few events more than these.
ENOUGH = 40
# How much one page may look through for the types that are asked for.
MOST_LOOKED_AT = 1_000
BOOKS_AT_ONCE = 20
# A book that was written within this time is there; of a tenant not heard of for longer the newest is looked up.
NUMBER_GOOD_FOR_SECONDS = 60.0
MOST_NUMBERS = 10_000

NEWEST_FIRST = [("number", DESCENDING)]
INDEXES = [
    IndexModel([("tenant_id", ASCENDING), ("number", ASCENDING)], name="book", unique=True),
    IndexModel([("tenant_id", ASCENDING), ("events.id", ASCENDING)], name="event", unique=True),
    IndexModel([("last_at", ASCENDING)], name="expiry", expireAfterSeconds=KEPT_SECONDS),
]
# Indexes of older versions in whose place others have come.
RETIRED = ("of_event",)


class MongoEvents:
    def __init__(self, database: Database) -> None:
        self._books = database[COLLECTION]
        self._newest: OrderedDict[UUID, tuple[int, float]] = OrderedDict()
        self._kept: Batches[KeptEvent, None] = Batches(self._keep, at_once=1, rest=GATHER_SECONDS, enough=ENOUGH)

    async def keep(self, event: KeptEvent) -> None:
        await self._kept(event)

    async def page(
        self, tenant_id: UUID, *, after: UUID | None, types: frozenset[str], limit: int
    ) -> tuple[list[KeptEvent], UUID | None]:
        number, skip = (0, 0) if after is None else await self._place(tenant_id, after)
        shown: list[KeptEvent] = []
        last, looked_at = after, 0
        while True:
            books = await self._books_from(tenant_id, number)
            for entry in [entry for book in books for entry in book["events"]][skip:]:
                if len(shown) == limit or looked_at == MOST_LOOKED_AT:
                    return shown, last
                if not types or entry["type"] in types:
                    shown.append(KeptEvent(entry["id"], tenant_id, entry["type"], bytes(entry["body"])))
                last, looked_at = entry["id"], looked_at + 1
            if len(books) < BOOKS_AT_ONCE:
                return shown, None
            number, skip = books[-1]["number"] + 1, 0

    async def forget_tenant(self, tenant_id: UUID) -> None:
        async with reachable():
            await self._books.delete_many({"tenant_id": tenant_id})

    async def _place(self, tenant_id: UUID, event_id: UUID) -> tuple[int, int]:
        """The event's book, and how many entries of that end with the event."""
        async with reachable():
            book = await self._books.find_one({"tenant_id": tenant_id, "events.id": event_id}, {"events.body": 0})
        if book is None:
            raise Invalid.field("after", "There is no event with this id among those of the last 30 days.")
        places = [place for place, entry in enumerate(book["events"], start=1) if entry["id"] == event_id]
        return book["number"], places[-1]

    async def _books_from(self, tenant_id: UUID, number: int) -> list[Document]:
        query = {"tenant_id": tenant_id, "number": {"$gte": number}}
        async with reachable():
            return await self._books.find(query).sort("number", ASCENDING).limit(BOOKS_AT_ONCE).to_list(BOOKS_AT_ONCE)

    async def _keep(self, events: Sequence[KeptEvent]) -> list[None]:
        tenants: dict[UUID, dict[UUID, KeptEvent]] = {}
        for event in events:
            tenants.setdefault(event.tenant_id, {})[event.id] = event
        await asyncio.gather(*(self._keep_of(tenant_id, [*kept.values()]) for tenant_id, kept in tenants.items()))
        return [None] * len(events)

    async def _keep_of(self, tenant_id: UUID, events: Sequence[KeptEvent]) -> None:
        portions = _portions(events)
        while portions:
            number = await self._next_number(tenant_id)
            try:
                async with reachable():
                    await self._books.insert_one(_book(tenant_id, number, portions[0]))
            except DuplicateKeyError as error:
                # Another process has taken the number, or something of it came before: both are seldom.
                self._newest.pop(tenant_id, None)
                if _refused_for_an_event(error):
                    known = await self._known(tenant_id, portions[0])
                    portions[0] = [event for event in portions[0] if event.id not in known]
            else:
                self._remember(tenant_id, number)
                del portions[0]
            portions = [portion for portion in portions if portion]

    async def _next_number(self, tenant_id: UUID) -> int:
        number, until = self._newest.get(tenant_id, (0, 0.0))
        if monotonic() >= until:
            async with reachable():
                newest = await self._books.find_one({"tenant_id": tenant_id}, {"number": 1}, sort=NEWEST_FIRST)
            number = newest["number"] if newest else 0
        return number + 1

    def _remember(self, tenant_id: UUID, number: int) -> None:
        self._newest[tenant_id] = (number, monotonic() + NUMBER_GOOD_FOR_SECONDS)
        self._newest.move_to_end(tenant_id)
        if len(self._newest) > MOST_NUMBERS:
            self._newest.popitem(last=False)

    async def _known(self, tenant_id: UUID, events: Sequence[KeptEvent]) -> set[UUID]:
        """The ids of those that are kept already."""
        query = {"tenant_id": tenant_id, "events.id": {"$in": [event.id for event in events]}}
        async with reachable():
            books = await self._books.find(query, {"events.id": 1}).to_list(None)
        return {entry["id"] for book in books for entry in book["events"]}


def _book(tenant_id: UUID, number: int, events: Sequence[KeptEvent]) -> Document:
    book_id = new_id()
    entries = [{"id": event.id, "type": event.type, "body": event.body} for event in events]
    return {"_id": book_id, "tenant_id": tenant_id, "number": number, "events": entries, "last_at": time_of(book_id)}


def _refused_for_an_event(error: DuplicateKeyError) -> bool:
    return "events.id" in (error.details or {}).get("keyPattern", {})


def _portions(events: Sequence[KeptEvent]) -> list[list[KeptEvent]]:
    """In their order, each about as much as a book holds at most."""
    portions: list[list[KeptEvent]] = []
    room = 0
    for event in events:
        if room <= 0:
            portions.append([])
            room = FULL_BYTES
        portions[-1].append(event)
        room -= len(event.body)
    return portions
