"""The moment from which a ticket is overdue, kept beside its deadlines so that an index finds what is."""

from typing import Any

from services.tickets.domain.filter import Filter
from services.tickets.domain.sla import FOR_EVER
from shared.mongo import Document

OVERDUE_FROM = "overdue_from"
DONE_AT = {"first_response": "$first_reply_at", "resolution": "$resolved_at"}


def conditions_of(having: Filter) -> Document:
    """What a query says of it; no timer needs to have fired."""
    if having.overdue_at is not None:
        return {OVERDUE_FROM: {"$lt": having.overdue_at}}
    if having.in_time_at is not None:
        return {OVERDUE_FROM: {"$not": {"$lt": having.in_time_at}}}
    return {}


def _missed_from(target: str) -> Document:
    """As `Deadlines` in the domain says it, for updates that do not read the ticket first."""
    deadline, done_at = f"$deadlines.{target}", DONE_AT[target]
    cases: list[tuple[Any, Any]] = [
        ({"$eq": [f"$deadlines.{target}_breached", True]}, FOR_EVER),
        ({"$and": [{"$gt": [done_at, None]}, {"$lte": [done_at, deadline]}]}, None),
        ({"$and": [{"$not": [{"$gt": [done_at, None]}]}, "$deadlines.paused"]}, None),
    ]
    branches = [{"case": case, "then": moment} for case, moment in cases]
    return {"$switch": {"branches": branches, "default": deadline}}


_EARLIEST = {"$ifNull": [{"$min": [_missed_from(target) for target in DONE_AT]}, "$$REMOVE"]}

# The stage of an update that follows any change of the deadlines. A breach may be known before there are any.
SET_OVERDUE_FROM: Document = {
    "$set": {OVERDUE_FROM: {"$cond": [{"$gt": ["$deadlines.basis", None]}, _EARLIEST, "$$REMOVE"]}}
}
