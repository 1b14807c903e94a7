"""Folding: what changed tickets count for is added to the tallies, each change once, whatever dies in between.

A fold takes some of the notes of what has changed, writes down what it is about to add (the journal), adds it, keeps
what each ticket counts for now, and removes the notes. Whoever folds next first finishes a journal that was left. Each
figure and each ticket's count remembers the number of the last fold that reached it, so that a repeated step changes
nothing: no transaction, and no ticket that is ever locked, or written.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo.errors import BulkWriteError, DuplicateKeyError
from pymongo.write_concern import WriteConcern

from services.tickets.domain.tally import Figure, counted, difference
from services.tickets.store import tallies, uncounted
from services.tickets.store.counted import COLLECTION as COUNTED
from services.tickets.store.counted import row_of, settled, state_of
from services.tickets.store.edition import EVERY_ONE, FOLDS, Recount, note_whole, of_edition
from services.tickets.store.ticket_documents import from_document
from services.tickets.store.ticket_queries import COLLECTION as TICKETS
from shared.errors import Unavailable
from shared.ids import lowest_at
from shared.log import get_logger
from shared.mongo import Database, Document, reachable
from shared.mongo.inserts import DUPLICATE_KEY
from shared.mongo.lease import Lease

log = get_logger()

JOURNAL = of_edition("journal")
AT_ONCE = 500
LEASE_SECONDS = 5.0

# What no figure depends on.
UNREAD = dict.fromkeys(("outbox", "unfiled", "opening", "custom_fields", "marks", "routed_by", "routed"), 0)


class Folding:
    """One process at a time folds, the one that holds the lease."""

    def __init__(self, database: Database) -> None:
        self._whole = False
        self._lease = Lease(database, name="folding", seconds=LEASE_SECONDS)
        # What is written first is written by majority. What follows may be lost with a server: then it is done again.
        quick = WriteConcern(w=1)
        self._tickets = database[TICKETS]
        self._notes = database.get_collection(uncounted.COLLECTION, write_concern=quick)
        self._counted = database[COUNTED]
        self._tallies = database[tallies.COLLECTION]
        self._folds = database[FOLDS]
        self._recount = Recount(database, counted=COUNTED)

    async def turn(self, *, by: datetime) -> bool:
        """Finish what was left, then fold up to 500 changes noted before `by`; whether there may be more."""
        async with reachable():
            return await self._lease.hold() and await self._fold(by=by)

    async def close(self) -> None:
        """Leave the turn to another process."""
        try:
            async with reachable():
                await self._lease.release()
        except Unavailable as error:
            log.warning("folding's lease runs out by itself", error=error.message)

    async def _fold(self, *, by: datetime) -> bool:
        """Whether there may be more. `after` is the last ticket that was counted anew, while any are."""
        last, others = await self._journals()
        if "additions" in last:
            await self._apply(last)
        after = last.get("after") if last.get("others") == others else EVERY_ONE
        ripe = {"_id": {"$lt": lowest_at(by)}}
        notes = await self._notes.find(ripe).sort("_id", 1).limit(AT_ONCE).to_list(AT_ONCE)
        if not notes and after is None:
            return False
        anew = [] if after is None else await self._recount.next(after, limit=AT_ONCE)
        left = {"after": anew[-1]} if len(anew) == AT_ONCE else {}
        plan = await self._plan({note["ticket_id"] for note in notes}.union(anew), at=by)
        plan |= {"others": others, **left, "notes": [note["_id"] for note in notes]}
        journal = {"number": last["number"] + 1, **plan}
        try:
            await self._folds.replace_one({"_id": JOURNAL, "number": last["number"]}, journal, upsert=True)
        except DuplicateKeyError:
            log.warning("another has folded meanwhile", fold=journal["number"])
            return False
        await self._apply(journal)
        return len(notes) == AT_ONCE or bool(left)

    async def _journals(self) -> tuple[Document, dict[str, int]]:
        """The journal of the last fold, and how many there were of other editions."""
        found = {each["_id"]: each async for each in self._folds.find({"_id": {"$regex": "^journal"}})}
        mine: Document = found.pop(JOURNAL, {"number": 0})
        return mine, {name: each["number"] for name, each in found.items()}

    async def _plan(self, ticket_ids: Iterable[UUID], *, at: datetime) -> Document:
        """What a fold of these tickets adds, and what they count for then."""
        among = {"_id": {"$in": list(ticket_ids)}}
        rows = await _by_id(self._counted, among)
        # Read after the notes: the tickets are as they were when noted, or newer.
        tickets = await _by_id(self._tickets, {**among, "tombstone": {"$exists": False}}, UNREAD)
        changes: defaultdict[UUID, Counter[Figure]] = defaultdict(Counter)
        counts = []
        for ticket_id in tickets.keys() | rows.keys():
            document, before = tickets.get(ticket_id), state_of(rows.get(ticket_id))
            after = None if document is None else counted(from_document(document))
            if after == before:
                continue
            tenant_id = (document or rows[ticket_id])["tenant_id"]
            for figure, amount in difference(before, after).items():
                changes[tenant_id][figure] += amount
            counts.append({"row": row_of(ticket_id, tenant_id, after, at=at), "first": ticket_id not in rows})
        additions = [one for tenant_id, change in changes.items() for one in tallies.additions(tenant_id, change)]
        return {"additions": additions, "counts": counts}

    async def _apply(self, journal: Document) -> None:
        number = journal["number"]
        await _once(self._tallies, [tallies.applied(addition, fold=number) for addition in journal["additions"]])
        await _once(self._counted, [settled(**count, fold=number) for count in journal["counts"]])
        await self._notes.delete_many({"_id": {"$in": journal["notes"]}})
        if not self._whole and "after" not in journal:
            await note_whole(self._folds)
            self._whole = True
        kept: Document = {name: journal[name] for name in ("number", "others", "after") if name in journal}
        await self._folds.replace_one({"_id": JOURNAL, "number": number}, kept)


async def _by_id(
    collection: AsyncIOMotorCollection[Document], query: Document, fields: Mapping[str, int] | None = None
) -> dict[UUID, Document]:
    return {document["_id"]: document async for document in collection.find(query, fields)}


async def _once(collection: AsyncIOMotorCollection[Document], updates: Sequence[Any]) -> None:
    """Updates each of which is refused as a duplicate where it was made before: that is what was wanted."""
    if not updates:
        return
    try:
        await collection.bulk_write(updates, ordered=False)
    except BulkWriteError as error:
        refusals: Iterable[Document] = error.details["writeErrors"]
        if any(refused["code"] != DUPLICATE_KEY for refused in refusals):
            raise
