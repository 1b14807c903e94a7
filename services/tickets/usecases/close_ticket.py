"""Close a ticket, where closing twice is an error that the caller sees."""

from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.amend import amend
from services.tickets.usecases.ports import Ports


async def close_ticket(ports: Ports, *, actor: Actor, ticket_id: UUID, resolution: str | None) -> Ticket:
    """The closed ticket. Raises NotFound, and Conflict (`already_closed`)."""

    def decide(ticket: Ticket) -> Ticket:
        return ticket.close(resolution=resolution, at=ports.clock())

    return (await amend(ports, actor=actor, ticket_id=ticket_id, decide=decide)).ticket
