"""Change a channel: its name, its token, whether it works."""

from uuid import UUID

from services.notifications.domain.bot import Bot, BotStatus
from services.notifications.usecases.connect import connect, disconnect
from services.notifications.usecases.identify import identify
from services.notifications.usecases.ports import Ports
from shared.errors import Invalid


async def change_channel(
    ports: Ports,
    *,
    tenant_id: UUID,
    channel_id: UUID,
    name: str | None = None,
    status: BotStatus | None = None,
    token: str | None = None,
) -> Bot:
    """The channel with what was given changed; `active` sets its webhook anew, even where it was active.

    Raises NotFound, and Invalid for a token that is wrong or another bot's.
    """
    bot = await ports.bots.get(tenant_id, channel_id)
    if name is not None:
        bot = bot.renamed(name, at=ports.clock())
    if token is not None:
        bot = await _with_token(ports, bot, token=token)
    if status is BotStatus.ACTIVE:
        account = await identify(ports, kind=bot.kind, token=bot.token, field="status")
        bot = bot.activated(account, at=ports.clock())
    if status is BotStatus.DISABLED:
        bot = bot.disabled(None, at=ports.clock())
    await ports.bots.save(bot)
    if status is BotStatus.DISABLED:
        await disconnect(ports, bot)
    elif bot.active and (token or status):
        return await connect(ports, bot)
    return bot


async def _with_token(ports: Ports, bot: Bot, *, token: str) -> Bot:
    account = await identify(ports, kind=bot.kind, token=token)
    if account.platform_id != bot.account.platform_id:
        raise Invalid.field("token", "This is another bot's token; that bot needs a channel of its own.")
    return bot.with_token(token, account=account, at=ports.clock())
