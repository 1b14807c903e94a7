"""Read a ticket with its conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.message import Message
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.visible import check_own, check_viewing

EMBEDDED_MESSAGES = 100


@dataclass(frozen=True, slots=True)
class Conversation:
    """A ticket and its newest messages, oldest first; a customer's has no notes."""

    ticket: Ticket
    messages: tuple[Message, ...]


async def read_ticket(ports: Ports, *, actor: Actor, ticket_id: UUID) -> Conversation:
    """The ticket with its newest hundred messages. Raises NotFound and, for customers, Forbidden."""
    await check_viewing(ports, actor=actor)
    ticket, messages = await ports.tickets.conversation(
        actor.tenant_id, ticket_id, limit=EMBEDDED_MESSAGES, notes=actor.contact_id is None
    )
    check_own(ticket, actor=actor)
    said = without_opening(ticket, messages)
    opening = shown_opening(ticket)
    if opening is not None and len(said) < EMBEDDED_MESSAGES:
        said.insert(0, opening)
    return Conversation(ticket, tuple(said))


def shown_opening(ticket: Ticket) -> Message | None:
    """The ticket's first message; that of a merged one is among its target's."""
    return None if ticket.merged_into is not None else ticket.opening


def without_opening(ticket: Ticket, messages: Sequence[Message]) -> list[Message]:
    """The messages that come after the first: a merge that was undone has left a row of that one too."""
    return [each for each in messages if ticket.opening is None or each.id != ticket.opening.id]
