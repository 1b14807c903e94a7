"""What each ticket counts for in the tallies at present, beside the ticket: a fold writes to no ticket.

Of a ticket that is gone the number of its last fold stays for a day, so that a fold that was held up cannot count it
again.
"""

from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from pymongo import ASCENDING, IndexModel, InsertOne, ReplaceOne

from services.tickets.domain.tally import Counted
from services.tickets.store.edition import of_edition
from shared.mongo import Document
from shared.vocabulary import Priority, Status

COLLECTION = of_edition("counted")
GONE_KEPT = timedelta(days=1)
NAMES = tuple(field.name for field in fields(Counted))
INDEXES = [
    IndexModel([("tenant_id", ASCENDING)], name="of_tenant"),
    IndexModel([("gone_at", ASCENDING)], name="gone", expireAfterSeconds=int(GONE_KEPT.total_seconds())),
]


def row_of(ticket_id: UUID, tenant_id: UUID, state: Counted | None, *, at: datetime) -> Document:
    """The row of a ticket that counts for this, or that is gone by then."""
    kept: Document = {"gone_at": at} if state is None else {"counts": _written(state)}
    return {"_id": ticket_id, "tenant_id": tenant_id, **kept}


def state_of(row: Document | None) -> Counted | None:
    """What the ticket counts for; None for one that was never counted, or is gone."""
    return _read(row["counts"]) if row and "counts" in row else None


def settled(row: Document, *, fold: int, first: bool) -> InsertOne[Document] | ReplaceOne[Document]:
    """The write that keeps a row, once: one that this fold or a later one has reached stays as it is.

    A ticket's `first` row is inserted: MongoDB inserts many in one go, and upserts one by one.
    """
    kept = {**row, "fold": fold}
    return InsertOne(kept) if first else ReplaceOne({"_id": row["_id"], "fold": {"$lt": fold}}, kept)


def _written(state: Counted) -> Document:
    """What is not so, or not there, is left out."""
    return {
        name: datetime.combine(value, time(), UTC) if isinstance(value, date) else value
        for name in NAMES
        if (value := getattr(state, name)) is not None and value is not False
    }


def _read(stored: Document) -> Counted:
    read = {**stored, "status": Status(stored["status"]), "priority": Priority(stored["priority"])}
    for name in ("created_on", "closed_on"):
        if name in read:
            read[name] = read[name].date()
    return Counted(**read)
