"""What a ticket's document holds of merges."""

from dataclasses import asdict

from services.tickets.domain.history import Doer
from services.tickets.domain.merge import Merge, Promise, Stage
from services.tickets.domain.ticket import Ticket
from shared.mongo import Document
from shared.vocabulary import ActorType, Status

# Since when something is to be done about a merge: what an index finds when the process that began it is gone.
UNFINISHED = "merging_since"


def merge_fields(ticket: Ticket) -> Document:
    """Those fields of a ticket's document; none where there is nothing to say."""
    fields: Document = {}
    waiting = [promise.at for promise in ticket.promises]
    if ticket.promises:
        fields["promises"] = [asdict(promise) for promise in ticket.promises]
    if ticket.merge is not None:
        fields["merge"] = asdict(ticket.merge)
        waiting += [ticket.merge.since] if ticket.merge.under_way else []
    return fields | ({UNFINISHED: min(waiting)} if waiting else {})


def merge_of(document: Document) -> Merge | None:
    if "merge" not in document:
        return None
    stored = document["merge"]
    doer = Doer(ActorType(stored["by"]["type"]), stored["by"]["id"], stored["by"]["name"])
    words = {"by": doer, "stage": Stage(stored["stage"]), "status": Status(stored["status"])}
    return Merge(**{**stored, **words})


def promises_of(document: Document) -> tuple[Promise, ...]:
    return tuple(Promise(**promise) for promise in document.get("promises", ()))
