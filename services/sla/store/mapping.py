"""How a watch is written as a document and read again."""

from datetime import timedelta

from services.sla.domain.terms import Terms
from services.sla.domain.watch import Watch
from shared.events.ticket import TicketSnapshot
from shared.mongo import Document
from shared.vocabulary import SlaTarget

# Fields that a document has only while they mean something; indexes rest on their absence.
CLEARABLE = ("ticket", "terms", "due_at", "unanswered_since", "ended_at")


def to_document(watch: Watch[TicketSnapshot]) -> Document:
    """The watch without its key, its count of writes and its outbox, which the store writes itself.

    The ticket is kept as the JSON in which it travels: nothing is asked of it but to travel again.
    """
    optional = {
        "ticket": watch.ticket and watch.ticket.model_dump_json(),
        "terms": watch.terms and _terms_out(watch.terms),
        "due_at": watch.due_at,
        "unanswered_since": watch.unanswered_since,
        "ended_at": watch.ended_at,
    }
    return {
        "last_sequence": watch.last_sequence,
        "breached": sorted(watch.breached),
        **{name: value for name, value in optional.items() if value is not None},
    }


def from_document(document: Document) -> Watch[TicketSnapshot]:
    ticket, terms = document.get("ticket"), document.get("terms")
    return Watch(
        ticket_id=document["_id"],
        tenant_id=document["tenant_id"],
        rev=document["rev"],
        last_sequence=document["last_sequence"],
        ticket=None if ticket is None else TicketSnapshot.model_validate_json(ticket),
        terms=None if terms is None else _terms_in(terms),
        breached=frozenset(SlaTarget(word) for word in document["breached"]),
        unanswered_since=document.get("unanswered_since"),
        ended_at=document.get("ended_at"),
    )


def _terms_out(terms: Terms) -> Document:
    return {
        "first_reply_hours": terms.first_reply_hours,
        "resolve_hours": terms.resolve_hours,
        "unanswered_hours": terms.unanswered_hours,
        "hour_ms": terms.hour // timedelta(milliseconds=1),
    }


def _terms_in(document: Document) -> Terms:
    return Terms(
        first_reply_hours=document["first_reply_hours"],
        resolve_hours=document["resolve_hours"],
        unanswered_hours=document["unanswered_hours"],
        hour=timedelta(milliseconds=document["hour_ms"]),
    )
