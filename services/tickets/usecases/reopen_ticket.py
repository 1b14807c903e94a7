"""Reopen a ticket, where there is something to reopen."""

from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.amend import amend
from services.tickets.usecases.ports import Ports


async def reopen_ticket(ports: Ports, *, actor: Actor, ticket_id: UUID) -> Ticket:
    """The ticket, in progress again. Raises NotFound, and Conflict (`not_closed`)."""

    def decide(ticket: Ticket) -> Ticket:
        return ticket.reopen(at=ports.clock())

    return (await amend(ports, actor=actor, ticket_id=ticket_id, decide=decide)).ticket
