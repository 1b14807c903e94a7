"""See that a bot's webhook is still set, and set it again where it is lost."""

from datetime import timedelta
from random import uniform

from services.notifications.domain.bot import Bot
from services.notifications.domain.health import webhook_problem
from services.notifications.domain.refusals import AuthFailed, PlatformError
from services.notifications.usecases.active_bots import active_bots
from services.notifications.usecases.poll import is_polled
from services.notifications.usecases.ports import Ports
from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()

SPREAD = 0.1


async def heal_due(ports: Ports, *, every: timedelta) -> None:
    """Look at each active bot that has not been looked at for so long, by whichever process; spread out by chance."""
    try:
        async for bots in active_bots(ports):
            called = [bot for bot in bots if not is_polled(ports, bot)]
            for bot in await ports.care.to_check(called, at=ports.clock()):
                now = ports.clock()
                if await ports.care.take_check(bot, at=now, next_at=now + every * uniform(1 - SPREAD, 1 + SPREAD)):
                    await heal(ports, bot)
    except Unavailable as error:
        log.warning("healing waits", error=error.message)


async def heal(ports: Ports, bot: Bot) -> None:
    """Set the webhook again where it is lost or leads elsewhere; the bot's `last_error` says what there was."""
    platform, url = ports.platforms[bot.kind], bot.webhook_url(ports.public_url)
    try:
        webhook = await platform.webhook(bot.token)
        problem = webhook_problem(bot, webhook, url=url)
        if webhook.url != url:
            await platform.set_webhook(bot.token, url=url, secret=bot.webhook_secret)
            log.warning("webhook set again", channel_id=str(bot.id), problem=problem)
            problem = f"{problem} It has been set again."
    except AuthFailed as refusal:
        log.error("channel disabled", channel_id=str(bot.id), error=refusal.reason)
        await ports.bots.disable(bot, error=refusal.reason, at=ports.clock())
        return
    except PlatformError as refusal:
        problem = f"The webhook cannot be looked after: {refusal.reason}"
        log.warning("webhook not looked after", channel_id=str(bot.id), error=refusal.reason)
    if problem != bot.last_error:
        await ports.bots.note_trouble(bot, error=problem)
