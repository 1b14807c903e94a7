"""The loop that sees to what came in: one deed at a time of each chat that is due."""

import asyncio
from collections.abc import Coroutine
from functools import partial

from services.notifications.timers.turns import TakingTurns
from services.notifications.usecases.next_turn import next_due, next_turn
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.see_to_next import see_to_next


def receiving(ports: Ports, *, bell: asyncio.Event) -> TakingTurns:
    """The receiver of this process, which `bell` wakes."""

    async def take() -> Coroutine[None, None, None] | None:
        turn = await next_turn(ports.receiving, work="receive", clock=ports.clock)
        return None if turn is None else see_to_next(turn, ports=ports)

    until_due = partial(next_due, ports.receiving, clock=ports.clock)
    return TakingTurns("receiving", take=take, until_due=until_due, bell=bell)
