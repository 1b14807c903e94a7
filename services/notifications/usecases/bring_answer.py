"""Bring what a customer writes in answer to the bot's question."""

from services.notifications.domain.chat import Asked, Question
from services.notifications.domain.content import Content
from services.notifications.domain.helpdesk import Brought
from services.notifications.domain.phrases import Phrase
from services.notifications.usecases.hear import hear
from services.notifications.usecases.talk import Talk
from shared.errors import NotFound


async def bring_answer(talk: Talk, *, asked: Asked) -> None:
    """To the ticket that was chosen, or as a new one; the customer is told its number, and asked no more.

    The question is forgotten last: a repeat brings the same message, which tickets stores once.
    """
    try:
        brought = await _bring(talk, asked=asked)
    except NotFound:
        # The ticket went away while the customer wrote; what they wrote is not lost with it.
        brought = await _bring(talk, asked=None)
    if brought is not None:
        phrase = Phrase.TICKET_OPENED if brought.opened else Phrase.REPLY_ADDED
        await talk.say(Content(talk.words(phrase, number=brought.number)))
    await talk.expect(None)


async def _bring(talk: Talk, *, asked: Asked | None) -> Brought | None:
    return await hear(
        talk.ports,
        talk.inbound,
        bot=talk.bot,
        chat=talk.chat,
        incoming=talk.incoming,
        ticket_id=asked.ticket_id if asked else None,
        ticket_type_id=asked.ticket_type_id if asked else None,
        new=asked is not None and asked.question is Question.NEW_TICKET,
    )
