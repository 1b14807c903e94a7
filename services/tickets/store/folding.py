"""Folding: what changed tickets count for is added to the tallies, each change once, whatever dies in between.

A ticket that was written says so in the same write: `untallied` is since when. A fold takes some of those, notes what
it is about to add (the journal), adds it, and clears the marks. Whoever folds next first finishes a journal that was
left. Each figure and each ticket remembers the number of the last fold that reached it, so that a repeated step changes
nothing: no transaction, and no ticket that is ever locked.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from pymongo import UpdateOne
from pymongo.errors import BulkWriteError
from pymongo.write_concern import WriteConcern

from services.tickets.domain.tally import Counted, Figure, counted, difference
from services.tickets.store import tallies
from services.tickets.store.ticket_documents import from_document
from services.tickets.store.ticket_queries import COLLECTION as TICKETS
from shared.errors import Unavailable
from shared.log import get_logger
from shared.mongo import Database, Document, reachable
from shared.mongo.inserts import DUPLICATE_KEY
from shared.mongo.lease import Lease
from shared.vocabulary import Priority, Status

log = get_logger()

COLLECTION = "folds"
JOURNAL = "journal"
AT_ONCE = 500
LEASE_SECONDS = 5.0
# A tombstone stays until its ticket counts for nothing any more; the outbox's sweeper buries it then.
BURIED_WHEN: Document = {"untallied": {"$exists": False}}


# What no figure depends on.
UNCOUNTED = dict.fromkeys(("outbox", "unfiled", "opening", "custom_fields", "marks", "routed_by"), 0)


class Folding:
    """One process at a time folds, the one that holds the lease."""

    def __init__(self, database: Database) -> None:
        self._lease = Lease(database, name="folding", seconds=LEASE_SECONDS)
        # A journal that is lost with its figures was never applied: MongoDB's log keeps their order.
        quick = WriteConcern(w=1)
        self._tickets = database.get_collection(TICKETS, write_concern=quick)
        self._tallies = database.get_collection(tallies.COLLECTION, write_concern=quick)
        self._folds = database.get_collection(COLLECTION, write_concern=quick)

    async def turn(self, *, by: datetime) -> bool:
        """Finish what was left, then fold up to 500 tickets that changed before `by`; whether there may be more."""
        async with reachable():
            return await self._lease.hold() and await self._fold(by=by) == AT_ONCE

    async def close(self) -> None:
        """Leave the turn to another process."""
        try:
            async with reachable():
                await self._lease.release()
        except Unavailable as error:
            log.warning("folding's lease runs out by itself", error=error.message)

    async def _fold(self, *, by: datetime) -> int:
        last: Document = await self._folds.find_one({"_id": JOURNAL}) or {"number": 0}
        if "additions" in last:
            await self._apply(last)
        ripe = {"untallied": {"$lt": by}}
        documents = await self._tickets.find(ripe, UNCOUNTED).limit(AT_ONCE).to_list(AT_ONCE)
        if documents:
            journal = _journal(documents, number=last["number"] + 1)
            await self._folds.replace_one({"_id": JOURNAL}, journal, upsert=True)
            await self._apply(journal)
        return len(documents)

    async def _apply(self, journal: Document) -> None:
        number = journal["number"]
        additions = [tallies.applied(addition, fold=number) for addition in journal["additions"]]
        try:
            if additions:
                await self._tallies.bulk_write(additions, ordered=False)
        except BulkWriteError as error:
            # An addition that was made before finds its figure taken: that is what was wanted.
            if any(refused["code"] != DUPLICATE_KEY for refused in error.details["writeErrors"]):
                raise
        settled = [_settled(ticket, fold=number) for ticket in journal["tickets"]]
        result = await self._tickets.bulk_write(settled, ordered=False)
        if result.matched_count < len(settled):
            moved = [_moved_on(ticket, fold=number) for ticket in journal["tickets"] if ticket["tallied"] is not None]
            await self._tickets.bulk_write(moved, ordered=False)
        await self._folds.replace_one({"_id": JOURNAL}, {"_id": JOURNAL, "number": number})


def _journal(documents: Sequence[Document], *, number: int) -> Document:
    """What a fold will do, in one document."""
    changes: defaultdict[UUID, Any] = defaultdict(lambda: defaultdict(float))
    tickets = []
    for document in documents:
        gone = document.get("tombstone", False)
        before = _read(document.get("tallied"))
        after = None if gone else counted(from_document(document))
        tenant_id = document["of_tenant"] if gone else document["tenant_id"]
        change: Any = changes[tenant_id]
        figure: Figure
        for figure, amount in difference(before, after).items():
            change[figure] += amount
        revision = document.get("revision")
        tickets.append({"_id": document["_id"], "revision": revision, "tallied": after and _written(after)})
    additions = [one for tenant_id, change in changes.items() for one in tallies.additions(tenant_id, change)]
    return {"_id": JOURNAL, "number": number, "additions": additions, "tickets": tickets}


def _settled(ticket: Document, *, fold: int) -> UpdateOne:
    """The ticket counts for this now, and is settled, unless it was written again meanwhile."""
    unless_done = {"_id": ticket["_id"], "tallied.fold": {"$not": {"$gte": fold}}}
    if ticket["tallied"] is None:
        return UpdateOne({**unless_done, "tombstone": True}, {"$unset": {"tallied": "", "untallied": ""}})
    tallied = {**ticket["tallied"], "fold": fold}
    unchanged = {**unless_done, "revision": ticket["revision"]}
    return UpdateOne(unchanged, {"$set": {"tallied": tallied}, "$unset": {"untallied": ""}})


def _moved_on(ticket: Document, *, fold: int) -> UpdateOne:
    """What was written again meanwhile counts for this now, and stays marked; what is settled is not found here."""
    unless_done = {"_id": ticket["_id"], "tallied.fold": {"$not": {"$gte": fold}}}
    return UpdateOne(unless_done, {"$set": {"tallied": {**ticket["tallied"], "fold": fold}}})


def _written(state: Counted) -> Document:
    return {
        name: datetime.combine(value, time(), UTC) if isinstance(value, date) else value
        for name, value in asdict(state).items()
        if value is not None
    }


def _read(stored: Document | None) -> Counted | None:
    if stored is None:
        return None
    fields: Document = {name: value for name, value in stored.items() if name != "fold"}
    fields["status"], fields["priority"] = Status(fields["status"]), Priority(fields["priority"])
    for name in ("created_on", "closed_on"):
        if name in fields:
            fields[name] = fields[name].date()
    return Counted(**fields)
