"""Show a customer their tickets."""

from services.notifications.domain.menus import tickets
from services.notifications.usecases.talk import Talk


async def list_tickets(talk: Talk) -> None:
    """The newest ten of this chat, each with its number, subject and status."""
    lines = await talk.ports.tickets.of_chat(
        talk.bot.tenant_id, kind=talk.bot.kind, channel_id=talk.bot.id, chat_id=talk.chat.chat_id
    )
    await talk.expect(None)
    await talk.put(tickets(lines, language=talk.language))
