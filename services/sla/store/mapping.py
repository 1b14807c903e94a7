"""How a watch is written as a document and read again."""

from datetime import datetime
from typing import Any

from services.sla.domain.course import Course, Mark
from services.sla.domain.watch import Watch
from services.sla.store.promises import promise_in, promise_out
from shared.events.ticket import TicketSnapshot
from shared.mongo import Document
from shared.vocabulary import Priority, SlaTarget, Status

# Fields that a document has only while they mean something; indexes rest on their absence.
CLEARABLE = ("ticket", "promise", "open_under", "due_at", "unanswered_since", "left_since", "ended_at")


def to_document(watch: Watch[TicketSnapshot]) -> Document:
    """The watch without its key, its count of writes and its outbox, which the store writes itself.

    The ticket is kept as the JSON in which it travels: nothing is asked of it but to travel again. `open_under` is the
    revision of the terms of a ticket that is still there, for those who look for older ones.
    """
    optional = {
        "ticket": watch.ticket and watch.ticket.model_dump_json(),
        "promise": watch.promise and promise_out(watch.promise),
        "open_under": watch.promise.revision if watch.promise and watch.ticket else None,
        "due_at": watch.due_at,
        "unanswered_since": watch.unanswered_since,
        "left_since": watch.left_since,
        "ended_at": watch.ended_at,
    }
    return {
        "last_sequence": watch.last_sequence,
        "course": [[mark.sequence, mark.at, mark.status.value, mark.priority.value] for mark in watch.course.marks],
        "warned": sorted(watch.warned),
        "breached": sorted(watch.breached),
        **{name: value for name, value in optional.items() if value is not None},
    }


def from_document(document: Document) -> Watch[TicketSnapshot]:
    ticket, promise = document.get("ticket"), document.get("promise")
    return Watch(
        ticket_id=document["_id"],
        tenant_id=document["tenant_id"],
        rev=document["rev"],
        last_sequence=document["last_sequence"],
        ticket=None if ticket is None else TicketSnapshot.model_validate_json(ticket),
        course=Course(tuple(_mark(*each) for each in document.get("course", ()))),
        promise=None if promise is None else promise_in(promise),
        warned=frozenset(SlaTarget(word) for word in document.get("warned", ())),
        breached=frozenset(SlaTarget(word) for word in document["breached"]),
        unanswered_since=document.get("unanswered_since"),
        left_since=document.get("left_since"),
        ended_at=document.get("ended_at"),
    )


def _mark(sequence: int, at: datetime, status: Any, priority: Any) -> Mark:
    return Mark(sequence, at, Status(status), Priority(priority))
