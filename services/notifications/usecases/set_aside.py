"""Set aside a deed that goes wrong whenever it is tried, so that its chat goes on."""

import traceback

from services.notifications.domain.chat import Chat
from services.notifications.domain.content import Content
from services.notifications.domain.incoming import Incoming
from services.notifications.domain.language import language_of
from services.notifications.domain.notices import FAILED
from services.notifications.usecases.insist import insist
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.say import say
from shared.log import get_logger
from shared.telemetry import INCOMING_SET_ASIDE

log = get_logger()

# Far from those of whoever tried to answer the deed.
NTH = 200


async def set_aside(ports: Ports, incoming: Incoming, *, error: str, chat: Chat) -> None:
    """Keep it with its error, for an operator to look at, and tell the customer that it did not get through."""
    bot = await insist(lambda: ports.bots.find(incoming.tenant_id, incoming.channel_id))
    if bot is not None:
        words = Content(FAILED.words(language_of(chat.language)))
        await insist(lambda: say(ports, words, bot=bot, chat=chat, origin=incoming.id, nth=NTH))
    await insist(lambda: ports.incoming.set_aside(incoming, error=error))
    INCOMING_SET_ASIDE.inc()
    log.error("deed set aside", incoming_id=str(incoming.id), channel_id=str(incoming.channel_id), error=error)


def told_without_words(error: Exception) -> str:
    """What went wrong and where, without what the error says: it may quote the customer."""
    place = traceback.extract_tb(error.__traceback__)[-1:]
    return " ".join([type(error).__name__, *(f"at {each.name}:{each.lineno}" for each in place)])
