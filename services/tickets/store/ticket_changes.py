"""A change of a stored ticket as MongoDB is told of it: on what it was decided, and what it writes."""

from services.tickets.domain.ticket import Ticket
from services.tickets.store.filing import UNFILED
from services.tickets.store.merge_documents import UNFINISHED
from services.tickets.store.overdue import OVERDUE_FROM, SET_OVERDUE_FROM
from services.tickets.store.ticket_documents import to_document
from shared.mongo import Document

OPTIONAL = (
    "merged_into",
    "opening",
    "custom_fields",
    "ticket_type_id",
    "resolution",
    "first_reply_at",
    "resolved_at",
    "closed_at",
    "last_message_by",
    "last_message_at",
    "waiting_since",
    "assignee",
    "team",
    "routed_by",
    "routed",
    "merge",
    "promises",
    UNFINISHED,
    OVERDUE_FROM,
)


def as_it_was(ticket: Ticket) -> Document:
    """The stored state that this change was decided on."""
    return {"_id": ticket.id, "tenant_id": ticket.tenant_id, "revision": ticket.revision - 1}


def timed(deadlines: Document) -> list[Document]:
    """What sla has decided. It moves the revision: who decides on the ticket at this moment must know of it."""
    fields = {f"deadlines.{name}": {"$literal": value} for name, value in deadlines.items()}
    return [{"$set": {**fields, "revision": {"$add": ["$revision", 1]}}}, SET_OVERDUE_FROM]


def change_of(ticket: Ticket, written: list[Document], *, message: Document | None = None) -> Document:
    """The update that makes the stored ticket this one, with its events, and its new message until that is filed."""
    document = to_document(ticket)
    absent = {name: "" for name in OPTIONAL if name not in document}
    # What other writers keep up to date by themselves is not overwritten here.
    for name in ("_id", "tenant_id", "deadlines"):
        document.pop(name, None)
    kept = {} if message is None else {UNFILED: message}
    pushed = {"outbox": {"$each": written}, **kept}
    change: Document = {"$set": document, "$push": pushed}
    return change | ({"$unset": absent} if absent else {})
