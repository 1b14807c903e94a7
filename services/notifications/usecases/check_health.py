"""Ask a channel's platform how the channel is."""

from uuid import UUID

from services.notifications.domain.bot import Bot, WebhookState
from services.notifications.domain.health import Health, webhook_problem
from services.notifications.domain.refusals import AuthFailed, PlatformError
from services.notifications.usecases.poll import is_polled
from services.notifications.usecases.ports import Ports


async def check_health(ports: Ports, *, tenant_id: UUID, channel_id: UUID) -> Health:
    """What the platform says now. A token that it no longer accepts disables the channel. Raises NotFound."""
    bot = await ports.bots.get(tenant_id, channel_id)
    platform = ports.platforms[bot.kind]
    try:
        await platform.identify(bot.token)
        webhook = await platform.webhook(bot.token)
    except AuthFailed as refusal:
        now = ports.clock()
        await ports.bots.disable(bot, error=refusal.reason, at=now)
        gone = bot.disabled(refusal.reason, at=now)
        return Health(bot=gone, webhook=None, sends=False, receives=False, problem=refusal.reason)
    except PlatformError as refusal:
        return Health(bot=bot, webhook=None, sends=False, receives=False, problem=refusal.reason)
    problem = _problem(ports, bot, webhook)
    return Health(bot=bot, webhook=webhook, sends=bot.active, receives=bot.active and problem is None, problem=problem)


def _problem(ports: Ports, bot: Bot, webhook: WebhookState) -> str | None:
    url = bot.webhook_url(ports.public_url)
    if not bot.active:
        return bot.last_error or "The channel is disabled."
    if is_polled(ports, bot):
        return webhook_problem(bot, webhook, url=None) or bot.last_error
    return webhook_problem(bot, webhook, url=url)
