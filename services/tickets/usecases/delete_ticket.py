"""Delete a ticket."""

from dataclasses import replace
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.merging import check_at_rest
from services.tickets.usecases import tell
from services.tickets.usecases.amend import ATTEMPTS
from services.tickets.usecases.ports import Ports
from shared.errors import Unavailable


async def delete_ticket(ports: Ports, *, actor: Actor, ticket_id: UUID) -> None:
    """The ticket, its messages and their files are gone; its last event is told.

    Raises NotFound, PreconditionFailed where the ticket is no longer what the actor expects, and Conflict while it is
    being merged.
    """
    for _ in range(ATTEMPTS):
        ticket = await ports.tickets.get(actor.tenant_id, ticket_id)
        actor.check_seen(ticket.version)
        check_at_rest(ticket)
        last = replace(ticket, version=ticket.version + 1, revision=ticket.revision + 1)
        ticket, events = tell.deleted(last, actor=actor, at=ports.clock())
        if await ports.tickets.remove(ticket, events):
            return
    raise Unavailable("This ticket is being changed by many at once; try again.")
