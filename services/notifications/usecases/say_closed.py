"""Tell a customer that an agent has closed their ticket."""

from services.notifications.domain.content import Content
from services.notifications.domain.language import language_of
from services.notifications.domain.outgoing import Purpose
from services.notifications.domain.phrases import Phrase
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.say import say
from services.notifications.usecases.subscribe import follower
from shared.events.ticket import TicketClosed
from shared.log import get_logger
from shared.vocabulary import CHAT_CHANNELS, ActorType

log = get_logger()


async def say_closed(event: TicketClosed, *, ports: Ports) -> None:
    """The tenant's closing words (or ours), in the chat's language, once for each close, after what was said before.

    A close of nobody's (a rule's, the system's) or of the customer's own is not told. Raises Unavailable.
    """
    ticket = event.data.ticket
    if event.data.actor.type is not ActorType.AGENT or ticket.channel not in CHAT_CHANNELS or ticket.chat_id is None:
        return
    async with ports.turns.of(event.tenantid, ticket.chat_id):
        chat = await follower(ports, tenant_id=event.tenantid, ticket=ticket, chat_id=ticket.chat_id)
        bot = await ports.bots.find(event.tenantid, chat.channel_id) if chat else None
        if chat is None or bot is None:
            log.info("no channel for a closing word", ticket_id=event.subject)
            return
        language = language_of(chat.language)
        words = (await ports.tickets.settings(event.tenantid)).close_message.best(language)
        await say(
            ports,
            Content(words or Phrase.CLOSED.words(language, number=ticket.number)),
            bot=bot,
            chat=chat,
            origin=event.id,
            purpose=Purpose.CLOSING,
            ticket_id=ticket.id,
        )
