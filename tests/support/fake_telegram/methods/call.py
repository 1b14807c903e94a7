"""What a method of the Bot API gets, and the answer that carries a description beside its result."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

import aiohttp

from tests.support.fake_telegram.bot import Bot
from tests.support.fake_telegram.delivery import Courier
from tests.support.fake_telegram.parameters import Parameters
from tests.support.fake_telegram.world import World


@dataclass(frozen=True)
class Call:
    """One call of one bot."""

    world: World
    bot: Bot
    parameters: Parameters
    courier: Courier
    session: aiohttp.ClientSession


@dataclass(frozen=True)
class Described:
    """A result with the sentence that the platform puts beside it."""

    result: object
    description: str


Method: TypeAlias = Callable[[Call], Awaitable[object]]
