"""Read a ticket's whole conversation, page by page."""

from dataclasses import dataclass
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.message import Message
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.read_ticket import shown_opening, without_opening
from services.tickets.usecases.visible import visible_ticket
from shared.ids import lowest_after

# Stands for the opening message, which comes first whatever its id.
OPENING = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Part:
    """Messages, oldest first; `last` is where the next part begins, None behind the last one."""

    messages: tuple[Message, ...]
    last: UUID | None


async def list_messages(ports: Ports, *, actor: Actor, ticket_id: UUID, after: UUID | None, limit: int) -> Part:
    """Up to `limit` messages after the one with the id; a customer's have no notes among them.

    Who goes on until there is no next part has seen every message of that moment once, whatever is written meanwhile.
    Raises NotFound and, for customers, Forbidden.
    """
    ticket = await visible_ticket(ports, actor=actor, ticket_id=ticket_id)
    first = shown_opening(ticket)
    opening = [first] if first is not None and after is None else []
    messages, more = await ports.messages.page(
        actor.tenant_id,
        ticket.id,
        after=after,
        # What is stored after the ticket was read may be seen before what was stored earlier: it waits.
        below=lowest_after(ticket.updated_at),
        limit=limit - len(opening),
        notes=actor.contact_id is None,
    )
    last = messages[-1].id if messages else OPENING
    return Part((*opening, *without_opening(ticket, messages)), last if more else None)
