"""Ask for the updates of a bot whose platform would not call us."""

from datetime import timedelta
from uuid import UUID

from services.notifications.domain.bot import Bot
from services.notifications.domain.refusals import AuthFailed, PlatformError
from services.notifications.usecases.active_bots import active_bots
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.receive import receive
from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()

WAIT_SECONDS = 25
# Longer than one question takes, whatever comes of it.
HELD = timedelta(seconds=90)
AT_ONCE = timedelta()
AFTER_TROUBLE = timedelta(seconds=5)


async def polled_bots(ports: Ports) -> list[Bot]:
    """The active bots that have to be polled; none where the database cannot say."""
    try:
        return [bot async for bots in active_bots(ports) for bot in bots if is_polled(ports, bot)]
    except Unavailable as error:
        log.warning("polling waits", error=error.message)
        return []


def is_polled(ports: Ports, bot: Bot) -> bool:
    """Whether nothing would come in at the bot's own address."""
    return not ports.platforms[bot.kind].calls(bot.webhook_url(ports.public_url))


async def poll(ports: Ports, *, tenant_id: UUID, channel_id: UUID, holder: UUID) -> timedelta | None:
    """Ask once, and store what there is; how long to wait before the next question, or None where nobody is to ask.

    One process asks for a bot at a time. What is not stored is asked for again.
    """
    try:
        bot = await ports.bots.find(tenant_id, channel_id)
        if bot is None or not bot.active:
            return None
        now = ports.clock()
        if not await ports.care.hold(bot, holder=holder, at=now, until=now + HELD):
            return None
        return await _ask(ports, bot)
    except Unavailable as error:
        log.warning("polling waits", channel_id=str(channel_id), error=error.message)
        return AFTER_TROUBLE


async def _ask(ports: Ports, bot: Bot) -> timedelta | None:
    marker = await ports.care.marker(bot)
    try:
        updates, reached = await ports.platforms[bot.kind].updates(bot.token, marker=marker, wait_seconds=WAIT_SECONDS)
    except AuthFailed as refusal:
        log.error("channel disabled", channel_id=str(bot.id), error=refusal.reason)
        await ports.bots.disable(bot, error=refusal.reason, at=ports.clock())
        return None
    except PlatformError as refusal:
        await _note(ports, bot, error=f"Updates cannot be asked for: {refusal.reason}")
        return max(AFTER_TROUBLE, timedelta(seconds=getattr(refusal, "retry_after_seconds", None) or 0))
    await _note(ports, bot, error=None)
    for update in updates:
        await receive(ports, update, bot=bot)
    if reached != marker:
        await ports.care.advance(bot, reached)
    return AT_ONCE


async def _note(ports: Ports, bot: Bot, *, error: str | None) -> None:
    if bot.last_error == error:
        return
    if error is not None:
        log.warning("polling refused", channel_id=str(bot.id), error=error)
    await ports.bots.note_trouble(bot, error=error)


async def let_go(ports: Ports, *, tenant_id: UUID, channel_id: UUID, holder: UUID) -> None:
    """Leave the bot to whoever asks next; where that cannot be kept, it is free in a minute and a half."""
    try:
        bot = await ports.bots.find(tenant_id, channel_id)
        if bot is not None:
            await ports.care.let_go(bot, holder=holder)
    except Unavailable as error:
        log.info("polling not let go", channel_id=str(channel_id), error=error.message)
