"""Read a ticket with its conversation."""

from dataclasses import dataclass
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.message import Message
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.visible import visible_ticket

EMBEDDED_MESSAGES = 100


@dataclass(frozen=True, slots=True)
class Conversation:
    """A ticket and its newest messages, oldest first; a customer's has no notes."""

    ticket: Ticket
    messages: tuple[Message, ...]


async def read_ticket(ports: Ports, *, actor: Actor, ticket_id: UUID) -> Conversation:
    """The ticket with its newest hundred messages. Raises NotFound and, for customers, Forbidden."""
    ticket = await visible_ticket(ports, actor=actor, ticket_id=ticket_id)
    messages = await ports.messages.newest(
        actor.tenant_id, ticket.id, limit=EMBEDDED_MESSAGES, notes=actor.contact_id is None
    )
    if ticket.opening is not None and len(messages) < EMBEDDED_MESSAGES:
        messages.insert(0, ticket.opening)
    return Conversation(ticket, tuple(messages))
