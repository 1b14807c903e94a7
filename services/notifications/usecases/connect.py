"""Have a platform bring a bot's updates to us, or no longer."""

from services.notifications.domain.bot import Bot
from services.notifications.domain.refusals import PlatformError
from services.notifications.usecases.poll import is_polled
from services.notifications.usecases.ports import Ports
from shared.log import get_logger

log = get_logger()


async def connect(ports: Ports, bot: Bot) -> Bot:
    """The bot with its webhook set, or with a `last_error` that says why none is. It can send either way.

    One that is polled has none: a webhook of somebody's would keep its updates from us.
    """
    connected = bot.troubled(await _set(ports, bot), at=ports.clock())
    await ports.bots.save(connected)
    return connected


async def _set(ports: Ports, bot: Bot) -> str | None:
    platform, url = ports.platforms[bot.kind], bot.webhook_url(ports.public_url)
    try:
        if is_polled(ports, bot):
            await platform.delete_webhook(bot.token)
        else:
            await platform.set_webhook(bot.token, url=url, secret=bot.webhook_secret)
    except PlatformError as refusal:
        log.warning("webhook not set", channel_id=str(bot.id), error=refusal.reason)
        return f"The webhook was not set: {refusal.reason}"
    return None


async def disconnect(ports: Ports, bot: Bot) -> None:
    """Take the webhook away, if it is still ours; a platform that does not answer keeps nobody from going on."""
    platform = ports.platforms[bot.kind]
    try:
        state = await platform.webhook(bot.token)
        if state.url == bot.webhook_url(ports.public_url):
            await platform.delete_webhook(bot.token)
    except PlatformError as refusal:
        log.warning("webhook not deleted", channel_id=str(bot.id), error=refusal.reason)
