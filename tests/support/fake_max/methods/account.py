"""GET /me: the bot itself."""

from tests.support.fake_max.nouns import JsonObject
from tests.support.fake_max.shown import bot_user

from .call import Call


async def get_me(call: Call) -> JsonObject:
    """The bot as a User."""
    return bot_user(call.bot)
