"""What a method of the Bot API gets."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from tests.support.fake_max.bot import Bot
from tests.support.fake_max.delivery import Courier
from tests.support.fake_max.nouns import JsonObject
from tests.support.fake_max.world import World


@dataclass(frozen=True)
class Call:
    """One call of one bot; `origin` is this server as it is reached."""

    world: World
    bot: Bot
    courier: Courier
    query: dict[str, str]
    body: JsonObject
    origin: str


Method: TypeAlias = Callable[[Call], Awaitable[JsonObject]]

DONE: JsonObject = {"success": True}
