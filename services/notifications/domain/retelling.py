"""A ticket's conversation as one message of the bot, short enough to be put in the place of another."""

from services.notifications.domain.content import Content
from services.notifications.domain.helpdesk import Conversation, Said
from services.notifications.domain.language import Language
from services.notifications.domain.menus import button, cut, ticket_line, to_menu
from services.notifications.domain.phrases import Phrase
from services.notifications.domain.presses import ReplyTo
from shared.vocabulary import AuthorType

# All platforms take 4,000 UTF-16 units; a character is two at most, and the head and an invitation need room too.
UNITS = 3000
ONE_MESSAGE = 600


def retold(conversation: Conversation, *, language: Language) -> Content:
    """The newest messages that fit, oldest first, with the buttons to answer and to go back."""
    ticket = conversation.ticket
    reply = button(Phrase.REPLY.words(language), ReplyTo(ticket.id))
    return Content(_text(conversation, language=language), ((reply,), *to_menu(language)))


def invitation(conversation: Conversation, *, language: Language) -> Content:
    """The same conversation, and that the customer's next message is for it."""
    write = Phrase.WRITE_REPLY.words(language, number=conversation.ticket.number)
    return Content(f"{_text(conversation, language=language)}\n\n{write}", to_menu(language))


def _text(conversation: Conversation, *, language: Language) -> str:
    told: list[str] = []
    room = UNITS
    for said in reversed(conversation.said):
        words = _told(said, language=language)
        room -= len(words.encode("utf-16-le")) // 2
        if room < 0:
            break
        told.append(words)
    return "\n\n".join([ticket_line(conversation.ticket, language=language), *reversed(told)])


def _told(said: Said, *, language: Language) -> str:
    author = Phrase.CUSTOMER.words(language)
    if said.author_type is not AuthorType.CUSTOMER:
        author = cut(said.author_name or Phrase.AGENT.words(language), length=80)
    return f"{author}:\n{cut(said.text, length=ONE_MESSAGE)}"
