"""Bring what a customer writes in answer to the bot's question."""

from services.notifications.domain.chat import Asked, Question
from services.notifications.domain.content import Content
from services.notifications.domain.helpdesk import Brought
from services.notifications.domain.phrases import Phrase
from services.notifications.usecases.hear import hear
from services.notifications.usecases.show_menu import show_menu
from services.notifications.usecases.talk import Talk
from shared.errors import Invalid, NotFound


async def bring_answer(talk: Talk, *, asked: Asked) -> None:
    """To the ticket that was chosen, or as a new one; the customer is told its number, and asked no more.

    The question is forgotten last: a repeat brings the same message, which tickets stores once.
    """
    try:
        brought = await hear(
            talk.ports,
            talk.inbound,
            bot=talk.bot,
            chat=talk.chat,
            incoming=talk.incoming,
            ticket_id=asked.ticket_id,
            ticket_type_id=asked.ticket_type_id,
            new=asked.question is Question.NEW_TICKET,
        )
    except (Invalid, NotFound):
        # The type or the ticket went away while the customer wrote.
        await talk.say(Phrase.NOT_ACCEPTED if asked.question is Question.NEW_TICKET else Phrase.TICKET_GONE)
        await show_menu(talk)
        return
    if brought is not None:
        await talk.say(Content(_confirmation(talk, brought)))
    await talk.expect(None)


def _confirmation(talk: Talk, brought: Brought) -> str:
    phrase = Phrase.TICKET_OPENED if brought.opened else Phrase.REPLY_ADDED
    return talk.words(phrase, number=brought.number)
