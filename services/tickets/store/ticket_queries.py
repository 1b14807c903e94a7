"""How lists of tickets are asked for, and the indexes that answer them: each begins with the tenant."""

from uuid import UUID

from pymongo import ASCENDING, DESCENDING, IndexModel

from services.tickets.domain.filter import Filter
from services.tickets.store.merge_documents import UNFINISHED
from services.tickets.store.overdue import OVERDUE_FROM, conditions_of
from shared.bus.outbox import OUTBOX_INDEX, TOMBSTONE_INDEX
from shared.ids import lowest_after, lowest_at
from shared.mongo import Document

COLLECTION = "tickets"
EXTERNAL_ID = "external_id"
NEWEST = "newest"
# What the index of a list may be made of, beside the fields of a filter.
STATE, UPDATED = "state", "updated"
OWNERS = ("requester.contact_id", "assignee.id")


def list_index(*parts: str) -> str:
    """The name of the index with these parts: fields, STATE and UPDATED, in this order."""
    return "by_" + "_".join(part.replace(".", "_") for part in parts)


def _by(*parts: str, partial: bool = False) -> IndexModel:
    """Rows with one value of a field, in the order of what follows it; partial where most tickets lack the field."""
    expanded = {STATE: ("status", "priority"), UPDATED: ("updated_at",)}
    fields = [field for part in parts for field in expanded.get(part, (part,))]
    down = {"updated_at", "_id"}
    keys = [(field, DESCENDING if field in down else ASCENDING) for field in ("tenant_id", *fields, "_id")]
    if partial:
        return IndexModel(keys, name=list_index(*parts), partialFilterExpression={fields[0]: {"$exists": True}})
    return IndexModel(keys, name=list_index(*parts))


# What finishes merges is a query that looks across tenants.
UNFINISHED_INDEX = IndexModel(
    [(UNFINISHED, ASCENDING)], name="unfinished_merges", partialFilterExpression={UNFINISHED: {"$exists": True}}
)

INDEXES = [
    IndexModel([("tenant_id", ASCENDING), ("_id", DESCENDING)], name=NEWEST),
    IndexModel(
        [("tenant_id", ASCENDING), ("number", ASCENDING)],
        name="number",
        unique=True,
        partialFilterExpression={"number": {"$exists": True}},
    ),
    # By status, by priority or by both, newest first: either is found by naming every value of the other.
    _by(STATE),
    # The same, by the last change; a list without a filter has its own, for all states would be twenty scans.
    _by(STATE, UPDATED),
    _by(UPDATED),
    _by("channel"),
    # An agent's and a customer's tickets: newest first, of one state (so also sorted by it), by the last change.
    *(_by(owner, *order, partial=True) for owner in OWNERS for order in ((), (STATE,), (UPDATED,))),
    _by("team.id", partial=True),
    _by("ticket_type_id", partial=True),
    _by("chat_id", partial=True),
    _by(OVERDUE_FROM, partial=True),
    _by("custom_fields.id", partial=True),
    IndexModel(
        [("tenant_id", ASCENDING), ("external_id", ASCENDING)],
        name=EXTERNAL_ID,
        unique=True,
        partialFilterExpression={"external_id": {"$exists": True}},
    ),
    IndexModel(
        [("tenant_id", ASCENDING), ("tags", ASCENDING), ("_id", DESCENDING)],
        name="by_tag",
        partialFilterExpression={"tags.0": {"$exists": True}},
    ),
    OUTBOX_INDEX,
    TOMBSTONE_INDEX,
    UNFINISHED_INDEX,
]
# Indexes of older versions in whose place others have come.
RETIRED = ("by_status", "by_priority", "untallied")


def query_of(tenant_id: UUID, having: Filter) -> Document:
    """What to find. An id is as old as its ticket, so times of creation are ranges of ids."""
    query: Document = {"tenant_id": tenant_id}
    equal = {
        "priority": having.priority,
        "channel": having.channel,
        "assignee.id": having.assignee_id,
        "team.id": having.team_id,
        "ticket_type_id": having.ticket_type_id,
        "requester.contact_id": having.contact_id,
        "custom_fields.id": having.custom_field_id,
        "external_id": having.external_id,
        "tags": having.tag,
    }
    query.update({field: value for field, value in equal.items() if value is not None})
    query.update(conditions_of(having))
    if having.statuses:
        query["status"] = having.statuses[0] if len(having.statuses) == 1 else {"$in": list(having.statuses)}
    if having.tag is not None:
        query["tags.0"] = {"$exists": True}
    ids: Document = {}
    if having.created_from is not None:
        ids["$gte"] = lowest_at(having.created_from)
    if having.created_to is not None:
        ids["$lt"] = lowest_after(having.created_to)
    if ids:
        query["_id"] = ids
    return query
