"""Answer a customer who presses a button."""

from services.notifications.domain.bot import Bot
from services.notifications.domain.chat import Chat
from services.notifications.domain.inbound import Inbound
from services.notifications.domain.incoming import Incoming
from services.notifications.domain.phrases import Phrase
from services.notifications.domain.presses import Decline, Rate, Subscribe, read_press
from services.notifications.domain.refusals import PlatformError
from services.notifications.usecases.decline_subscription import decline_subscription
from services.notifications.usecases.find_way import find_way
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.subscribe_customer import subscribe_customer
from services.notifications.usecases.take_rating import take_rating
from services.notifications.usecases.talk import Talk
from services.notifications.usecases.turn_away import turn_away
from shared.log import get_logger

log = get_logger()


async def answer_press(ports: Ports, inbound: Inbound, *, bot: Bot, chat: Chat, incoming: Incoming) -> None:
    """Let the button stop waiting, then do what it says; the same press again, or a second one, does no more."""
    talk = Talk(ports, inbound, bot=bot, chat=chat, incoming=incoming)
    await _acknowledge(talk)
    match press := read_press(inbound.payload):
        case None:
            await turn_away(talk)
        case Subscribe():
            await subscribe_customer(talk, code=press.code)
        case Decline():
            await decline_subscription(talk, code=press.code)
        case Rate():
            await take_rating(talk, press)
        case _:
            await find_way(talk, press)


async def _acknowledge(talk: Talk) -> None:
    """At once and as well as may be: what the customer sees of it is a button that no longer waits."""
    if talk.inbound.press_id is None:
        return
    platform = talk.ports.platforms[talk.bot.kind]
    try:
        await platform.acknowledge(talk.bot.token, press_id=talk.inbound.press_id, text=talk.words(Phrase.ACKNOWLEDGED))
    except PlatformError as refusal:
        log.info("press not acknowledged", channel_id=str(talk.bot.id), error=refusal.reason)
