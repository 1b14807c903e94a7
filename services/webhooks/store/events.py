"""Events of the last 30 days in MongoDB, in the exact order in which they arrived, whatever order they were made in.

They stand in books, one after the other for each tenant: an event is appended to the array of the tenant's open book,
which one write does whole, so that no reader who has gone past a place ever finds something new before it. A book is
begun only when the one before it is full, and full for ever.
"""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from services.webhooks.domain.kept_event import KeptEvent
from shared.errors import Invalid
from shared.mongo import Batches, Database, Document, reachable

COLLECTION = "events"
KEPT_SECONDS = 30 * 86_400
# Small, since MongoDB writes the whole book anew with each addition.
FULL_BYTES = 16 * 1024
# Nobody but the consumer waits for it: what is delivered goes its own way meanwhile.
GATHER_SECONDS = 0.1
# A consumer holds few events more than these.
ENOUGH = 40
# How much one page may look through for the types that are asked for.
MOST_BOOKS = 20

INDEXES = [
    IndexModel([("tenant_id", ASCENDING), ("number", ASCENDING)], name="book", unique=True),
    IndexModel([("tenant_id", ASCENDING), ("events.id", ASCENDING)], name="of_event"),
    IndexModel([("last_at", ASCENDING)], name="expiry", expireAfterSeconds=KEPT_SECONDS),
]


class MongoEvents:
    def __init__(self, database: Database) -> None:
        self._books = database[COLLECTION]
        self._kept: Batches[KeptEvent, None] = Batches(self._keep, at_once=1, rest=GATHER_SECONDS, enough=ENOUGH)

    async def keep(self, event: KeptEvent) -> None:
        await self._kept(event)

    async def page(
        self, tenant_id: UUID, *, after: UUID | None, types: frozenset[str], limit: int
    ) -> tuple[list[KeptEvent], UUID | None]:
        number, skip = (0, 0) if after is None else await self._place(tenant_id, after)
        books = await self._books_from(tenant_id, number)
        shown: list[KeptEvent] = []
        last = after
        for entry in [entry for book in books for entry in book["events"]][skip:]:
            if not types or entry["type"] in types:
                if len(shown) == limit:
                    return shown, last
                shown.append(KeptEvent(entry["id"], tenant_id, entry["type"], bytes(entry["body"])))
            last = entry["id"]
        return shown, last if len(books) == MOST_BOOKS else None

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
        """As far as each is full: what comes after one that was not may have come after what was added to that."""
        query = {"tenant_id": tenant_id, "number": {"$gte": number}}
        async with reachable():
            found = self._books.find(query).sort("number", ASCENDING).limit(MOST_BOOKS)
            books = await found.to_list(MOST_BOOKS)
        open_at = next((place for place, book in enumerate(books) if book["bytes"] < FULL_BYTES), MOST_BOOKS)
        return books[: open_at + 1]

    async def _keep(self, events: Sequence[KeptEvent]) -> list[None]:
        tenants: dict[UUID, dict[UUID, KeptEvent]] = {}
        for event in events:
            tenants.setdefault(event.tenant_id, {})[event.id] = event
        await asyncio.gather(*(self._keep_of(tenant_id, wanted) for tenant_id, wanted in tenants.items()))
        return [None] * len(events)

    async def _keep_of(self, tenant_id: UUID, wanted: Mapping[UUID, KeptEvent]) -> None:
        left = list(wanted.values())
        while left:
            left, number = await self._look(tenant_id, left)
            portion = _portion(left)
            if portion and await self._append(tenant_id, portion, number=number):
                left = left[len(portion) :]

    async def _look(self, tenant_id: UUID, events: Sequence[KeptEvent]) -> tuple[list[KeptEvent], int]:
        """Those that are not kept yet, and the number of the open book.

        The book is looked for first: what another process keeps after the look stands in that book, or fills it.
        """
        async with reachable():
            newest = await self._books.find_one(
                {"tenant_id": tenant_id}, {"number": 1, "bytes": 1}, sort=[("number", DESCENDING)]
            )
            query = {"tenant_id": tenant_id, "events.id": {"$in": [event.id for event in events]}}
            books = await self._books.find(query, {"events.id": 1}).to_list(None)
        known = {entry["id"] for book in books for entry in book["events"]}
        number = newest["number"] + (newest["bytes"] >= FULL_BYTES) if newest else 1
        return [event for event in events if event.id not in known], number

    async def _append(self, tenant_id: UUID, events: Sequence[KeptEvent], *, number: int) -> bool:
        """Append to the book, or begin it; False where it is full by now, or has one of these, and nothing is done."""
        change = {
            "$push": {"events": {"$each": [{"id": each.id, "type": each.type, "body": each.body} for each in events]}},
            "$inc": {"bytes": sum(len(event.body) for event in events)},
            "$currentDate": {"last_at": True},
        }
        has_none = {"$nin": [event.id for event in events]}
        book = {"tenant_id": tenant_id, "number": number, "bytes": {"$lt": FULL_BYTES}, "events.id": has_none}
        try:
            async with reachable():
                await self._books.update_one(book, change, upsert=True)
        except DuplicateKeyError:
            return False
        return True


def _portion(events: Sequence[KeptEvent]) -> list[KeptEvent]:
    """The first of them, about as many as a book holds at most."""
    portion: list[KeptEvent] = []
    room = FULL_BYTES
    for event in events:
        if room <= 0:
            break
        portion.append(event)
        room -= len(event.body)
    return portion
