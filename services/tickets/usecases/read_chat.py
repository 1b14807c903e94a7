"""Show a customer their tickets in the chat in which they wrote them."""

from collections.abc import Sequence
from uuid import UUID

from services.tickets.domain.chat import Chat
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.finish_merge import final_target
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.read_ticket import Conversation, shown_opening, without_opening
from shared.errors import NotFound

SHOWN = 10


async def chat_tickets(ports: Ports, *, tenant_id: UUID, chat: Chat) -> Sequence[Ticket]:
    """The newest ten, those first in which somebody wrote last; what was merged is seen in its target."""
    return await ports.chats.newest(tenant_id, chat, limit=SHOWN)


async def chat_conversation(ports: Ports, *, tenant_id: UUID, chat: Chat, ticket_id: UUID) -> Conversation:
    """The newest ten messages without notes. Raises NotFound where the ticket, or its target, is not the chat's."""
    asked = await ports.tickets.find(tenant_id, ticket_id)
    holder = None if asked is None or not chat.has(asked) else await final_target(ports, ticket=asked)
    if holder is None or not chat.has(holder):
        raise NotFound("There is no ticket with this id.")
    ticket, messages = await ports.tickets.conversation(tenant_id, holder.id, limit=SHOWN, notes=False)
    said = without_opening(ticket, messages)
    opening = shown_opening(ticket)
    if opening is not None and len(said) < SHOWN:
        said.insert(0, opening)
    return Conversation(ticket, tuple(said))
