"""Whose webhook a platform calls."""

from collections.abc import Mapping
from uuid import UUID

from services.notifications.domain.bot import Bot
from services.notifications.usecases.ports import Ports
from shared.errors import Forbidden, NotFound
from shared.vocabulary import Channel


async def called_bot(ports: Ports, *, kind: Channel, channel_id: UUID, headers: Mapping[str, str]) -> Bot:
    """The bot, called by its own platform with its own secret.

    Raises NotFound where there are no such bots at all, and Forbidden alike for a channel that is not there, one of
    another kind and a wrong secret: a stranger learns nothing of them. Raises Unavailable.
    """
    platform = ports.platforms.get(kind)
    if platform is None:
        raise NotFound("There is nothing at this address.")
    bot = await ports.bots.called(channel_id)
    if bot is None or bot.kind is not kind or not platform.trusted(headers, secret=bot.webhook_secret):
        raise Forbidden("This is not the channel's own webhook call.", code="wrong_secret")
    return bot
