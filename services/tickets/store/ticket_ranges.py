"""How a page of a list is read: ranges of an index that already has the list's order, one after the other.

Statuses and priorities are stored as words, which know no order. A list by either is its words' lists put together, in
the order that the domain gives them, and so needs no rank in a ticket and no index of its own. Where an index has the
state before the sorted field, every state is asked for by name: MongoDB merges as many scans then, and sorts nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from pymongo import ASCENDING, DESCENDING

from services.tickets.domain.filter import Filter
from services.tickets.domain.order import Order, Place, Rank, SortBy
from services.tickets.store.ticket_queries import NEWEST, OWNERS, STATE, UPDATED, list_index, query_of
from shared.mongo import Document
from shared.vocabulary import Priority, Status

EVERY_STATE: Document = {"status": {"$in": list(Status)}, "priority": {"$in": list(Priority)}}
# A filter by anything else leaves the choice of an index to MongoDB.
CHOSEN_BY = {"tenant_id", "_id", "updated_at", *EVERY_STATE, *OWNERS}


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of a list: what to find, in which order, and by which index (None: MongoDB's choice)."""

    query: Document
    sort: list[tuple[str, int]]
    index: str | None


def ranges_of(
    tenant_id: UUID, having: Filter, *, order: Order, after: Place | None, among: Sequence[UUID] | None = None
) -> Iterable[Range]:
    """The stretches that make up the list behind `after`, the first ones first; of certain tickets only, if any."""
    ranges = _all_ranges(tenant_id, having, order=order, after=after)
    return ranges if among is None else (_among(each, among) for each in ranges)


def _all_ranges(tenant_id: UUID, having: Filter, *, order: Order, after: Place | None) -> Iterable[Range]:
    if order.by is SortBy.UPDATED_AT:
        return _by_update(tenant_id, having, order=order, after=after)
    if order.ranks:
        return _by_rank(tenant_id, having, order=order, after=after)
    return [_by_id(tenant_id, having, order=order, after=after.ticket_id if after else None)]


def _among(stretch: Range, ids: Sequence[UUID]) -> Range:
    """Few enough to be looked up one by one, and sorted."""
    query = {**stretch.query, "_id": {**stretch.query.get("_id", {}), "$in": list(ids)}}
    return replace(stretch, query=query, index=NEWEST)


def _by_id(tenant_id: UUID, having: Filter, *, order: Order, after: UUID | None) -> Range:
    query = query_of(tenant_id, having)
    if after is not None:
        query["_id"] = _beyond(after, order=order, within=query.get("_id", {}))
    return _range(query, order=order)


def _by_rank(tenant_id: UUID, having: Filter, *, order: Order, after: Place | None) -> Iterator[Range]:
    """A range for each word that the filter lets through; of the first one's, the place may have seen a part."""
    seen = 0 if after is None else order.ranks.index(after.value)
    for rank in order.ranks[seen:]:
        if (narrowed := _only(having, rank)) is not None:
            within = after.ticket_id if after is not None and after.value is rank else None
            yield _by_id(tenant_id, narrowed, order=order, after=within)


def _by_update(tenant_id: UUID, having: Filter, *, order: Order, after: Place | None) -> Iterator[Range]:
    """First what was updated at the very moment of the place, then what comes beyond it."""
    query = query_of(tenant_id, having)
    if after is None:
        yield _range(query, order=order)
        return
    ids = _beyond(after.ticket_id, order=order, within=query.get("_id", {}))
    yield _range({**query, "updated_at": after.value, "_id": ids}, order=order)
    yield _range({**query, "updated_at": {"$lt" if order.descending else "$gt": after.value}}, order=order)


def _range(query: Document, *, order: Order) -> Range:
    updated = order.by is SortBy.UPDATED_AT
    # What all of them have in common is no part of an order; MongoDB would sort where it need not.
    tied = isinstance(query.get("updated_at"), datetime)
    owner = next((owner for owner in OWNERS if owner in query), None)
    stated = not EVERY_STATE.keys().isdisjoint(query) and not (owner and updated)
    if stated:
        query = {**EVERY_STATE, **query}
    direction = DESCENDING if order.descending else ASCENDING
    parts = [part for part, there in ((owner, owner), (STATE, stated), (UPDATED, updated)) if part and there]
    index = list_index(*parts) if parts else NEWEST
    return Range(
        query=query,
        sort=[("updated_at", direction), ("_id", direction)] if updated and not tied else [("_id", direction)],
        index=index if query.keys() <= CHOSEN_BY else None,
    )


def _only(having: Filter, rank: Rank) -> Filter | None:
    """The filter, held to one status or priority; None where it lets none such through."""
    if isinstance(rank, Status):
        return replace(having, statuses=(rank,)) if rank in (having.statuses or (rank,)) else None
    return replace(having, priority=rank) if having.priority in (None, rank) else None


def _beyond(ticket_id: UUID, *, order: Order, within: Document) -> Document:
    """The ids beyond a ticket's, as far as the filter's range of ids goes."""
    if order.descending:
        return {**within, "$lt": min(ticket_id, within.get("$lt", ticket_id))}
    return {**within, "$gt": ticket_id}
