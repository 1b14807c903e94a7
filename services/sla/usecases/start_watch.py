"""Start the watch on a new ticket."""

from services.sla.domain.terms import Terms
from services.sla.usecases.ports import Ports, TicketWatch
from services.sla.usecases.revise import revise
from shared.events.ticket import TicketCreated


async def start_watch(event: TicketCreated, *, ports: Ports) -> None:
    """Watch the ticket under the tenant's terms; later events may have come before, and repeats change nothing."""
    terms = Terms(
        first_reply_hours=event.data.terms.sla_first_reply_hours,
        resolve_hours=event.data.terms.sla_resolve_hours,
        unanswered_hours=event.data.terms.unanswered_hours,
        hour=ports.hour,
    )

    def start(watch: TicketWatch) -> TicketWatch:
        return watch.follow(event.data.ticket, sequence=event.order).under(terms)

    await revise(event, start, ports=ports, unseen=True)
