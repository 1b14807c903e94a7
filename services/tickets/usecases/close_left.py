"""Close a ticket that has waited for its customer for as long as its tenant wants."""

from services.tickets.domain.actor import Actor
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.amend import amend
from services.tickets.usecases.ports import Ports
from shared.errors import NotFound
from shared.events.decisions import SlaCloseDue
from shared.log import get_logger
from shared.vocabulary import ActorType

log = get_logger()


async def close_left(event: SlaCloseDue, *, ports: Ports) -> None:
    """Only one that has stood as it did when the clock ran out; a ticket that is gone is no error."""
    due = event.data

    def decide(ticket: Ticket) -> Ticket:
        if ticket.status is not due.status or ticket.merged_into is not None:
            return ticket
        return ticket.close(resolution=None, at=ports.clock())

    actor = Actor(event.tenantid, ActorType.SYSTEM)
    try:
        await amend(ports, actor=actor, ticket_id=due.ticket_id, decide=decide)
    except NotFound:
        log.info("ticket to close is gone", ticket_id=event.subject)
