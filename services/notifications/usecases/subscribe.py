"""Let a ticket's chat follow the ticket."""

from uuid import UUID

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Chat
from services.notifications.usecases.ports import Ports
from shared.events.ticket import TicketCreated, TicketSnapshot
from shared.log import get_logger
from shared.vocabulary import CHAT_CHANNELS

log = get_logger()


async def subscribe(event: TicketCreated, *, ports: Ports) -> None:
    """A ticket of a messenger is followed by its chat; any other is none of our business."""
    ticket = event.data.ticket
    if ticket.channel not in CHAT_CHANNELS or ticket.chat_id is None:
        return
    async with ports.turns.of(event.tenantid, ticket.chat_id):
        bot = await _bot_for(ports, tenant_id=event.tenantid, ticket=ticket)
        if bot is None:
            log.info("no channel for a ticket", ticket_id=event.subject)
            return
        await ports.chats.subscribe(bot, chat_id=ticket.chat_id, ticket_id=ticket.id)
        log.info("chat subscribed", ticket_id=event.subject)


async def follower(ports: Ports, *, tenant_id: UUID, ticket: TicketSnapshot, chat_id: int) -> Chat | None:
    """The chat that follows the ticket, subscribed now if need be; None where the tenant has no bot for it.

    A ticket that names no bot stays with the one through which it is followed, as long as that is there.
    """
    if ticket.channel_id is None:
        chat = await ports.chats.of_ticket(tenant_id, ticket.id)
        if chat is not None and await ports.bots.find(tenant_id, chat.channel_id):
            return chat
    bot = await _bot_for(ports, tenant_id=tenant_id, ticket=ticket)
    if bot is None:
        return None
    return await ports.chats.subscribe(bot, chat_id=chat_id, ticket_id=ticket.id)


async def _bot_for(ports: Ports, *, tenant_id: UUID, ticket: TicketSnapshot) -> Bot | None:
    """The bot that the ticket names, else the tenant's first active one of its messenger."""
    if ticket.channel_id is None:
        return await ports.bots.first_active(tenant_id, ticket.channel)
    named = await ports.bots.find(tenant_id, ticket.channel_id)
    return named if named and named.kind is ticket.channel else None
