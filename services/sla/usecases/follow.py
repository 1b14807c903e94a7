"""What an event says of a ticket's course."""

from services.sla.domain.course import Mark
from services.sla.usecases.ports import TicketWatch
from shared.events.ticket import ChangedData, CreatedData, TicketEvent

# From when on one of these is another, the clock may go otherwise.
TIMED = frozenset({"status", "priority"})


def followed(watch: TicketWatch, event: TicketEvent) -> TicketWatch:
    """The watch with the ticket's newest state, and with the event's place in the ticket's course if it has one."""
    ticket = event.data.ticket
    watch = watch.follow(ticket, sequence=event.order)
    if not _marks(event):
        return watch
    at = ticket.created_at if isinstance(event.data, CreatedData) else ticket.updated_at
    return watch.marked(Mark(event.order, at, ticket.status, ticket.priority))


def _marks(event: TicketEvent) -> bool:
    match event.data:
        case CreatedData():
            return True
        case ChangedData():
            return not TIMED.isdisjoint(event.data.changes)
    return False
