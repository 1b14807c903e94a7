"""Whether a message is brought to the customer, and by what."""

from dataclasses import replace

from services.tickets.domain.message import Delivery, Message
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.ports import Ports
from shared.vocabulary import CHAT_CHANNELS, AuthorType, Channel, SendStatus


async def on_its_way(ports: Ports, message: Message, *, ticket: Ticket) -> Message:
    """An agent's public message with its delivery pending: to the ticket's chat, or by e-mail where there is none.

    By e-mail only where the tenant wants it so; whether this installation sends any is known to notifications alone,
    which then says `email_off`. Any other message goes nowhere, and is returned as it is.
    """
    if message.internal or message.author_type is not AuthorType.AGENT:
        return message
    channel = await _channel(ports, ticket)
    if channel is None:
        return message
    return replace(message, delivery=Delivery(channel, SendStatus.PENDING, message.created_at))


async def _channel(ports: Ports, ticket: Ticket) -> Channel | None:
    if ticket.channel in CHAT_CHANNELS:
        return ticket.channel
    if ticket.chat_id is not None or ticket.requester.email is None:
        return None
    settings = await ports.settings.get(ticket.tenant_id)
    return Channel.EMAIL if settings.helpdesk_email_replies else None
