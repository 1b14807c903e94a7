"""Show a customer one of their tickets, or let them write to it."""

from uuid import UUID

from services.notifications.domain.chat import Asked, Question
from services.notifications.domain.helpdesk import Conversation
from services.notifications.domain.retelling import invitation, retold
from services.notifications.usecases.talk import Talk
from services.notifications.usecases.turn_away import turn_away


async def show_ticket(talk: Talk, *, ticket_id: UUID) -> None:
    """Its conversation, without notes; a ticket of another chat is like one that is not there."""
    conversation = await conversation_of(talk, ticket_id=ticket_id)
    if conversation is None:
        await turn_away(talk)
        return
    await talk.expect(None)
    await talk.put(retold(conversation, language=talk.language))


async def begin_reply(talk: Talk, *, ticket_id: UUID) -> None:
    """The customer's next message is for this ticket."""
    conversation = await conversation_of(talk, ticket_id=ticket_id)
    if conversation is None:
        await turn_away(talk)
        return
    await talk.expect(Asked(Question.REPLY, ticket_id=ticket_id))
    await talk.put(invitation(conversation, language=talk.language))


async def conversation_of(talk: Talk, *, ticket_id: UUID) -> Conversation | None:
    """The chat's own ticket; None for any other."""
    return await talk.ports.tickets.conversation(
        talk.bot.tenant_id,
        kind=talk.bot.kind,
        channel_id=talk.bot.id,
        chat_id=talk.chat.chat_id,
        ticket_id=ticket_id,
    )
