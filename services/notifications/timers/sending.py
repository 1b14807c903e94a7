"""The loop that sends: one message at a time of each chat that is due."""

import asyncio
from collections.abc import Coroutine
from functools import partial

from services.notifications.timers.turns import TakingTurns
from services.notifications.usecases.next_turn import next_due, next_turn
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.send_next import send_next


def sending(ports: Ports, *, bell: asyncio.Event) -> TakingTurns:
    """The sender of this process, which `bell` wakes."""

    async def take() -> Coroutine[None, None, None] | None:
        turn = await next_turn(ports.chats, work="send", clock=ports.clock)
        return None if turn is None else send_next(turn, ports=ports)

    until_due = partial(next_due, ports.chats, clock=ports.clock)
    return TakingTurns("sending", take=take, until_due=until_due, bell=bell)
