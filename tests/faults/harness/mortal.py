"""A service that dies where a trap is laid, as a kill at that very instant would end it; else it is as it is.

It runs the service in MORTAL_SERVICE; the traps are the files of the directory MORTAL_TRAPS (see `traps.py`).
"""

import os
import runpy
import signal
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

from services.webhooks.clients.receivers import HttpReceivers
from services.webhooks.store.deliveries import MongoDeliveries
from shared.bus.acknowledgements import Acknowledgements
from shared.bus.consumer import Consumer
from shared.bus.forgetting import Forgetting
from shared.bus.outbox import Outbox
from tests.faults.harness.traps import ANSWERED, COMMITTED, CONFIRMED, DEADLY, HANDLED, POISON, SENDING

SERVICE = os.environ.get("MORTAL_SERVICE", "")
TRAPS = Path(os.environ.get("MORTAL_TRAPS", "."))
passes: Counter[str] = Counter()


class Poisoned(Exception):
    """What a handler raises whose event is poison."""


def pass_by(point: str) -> None:
    """Go on where there is no trap; else count the pass, and die when its number has come."""
    trap = TRAPS / f"{SERVICE}-{point}"
    if not trap.exists():
        return
    passes[point] += 1
    if passes[point] >= int(trap.read_text()):
        trap.unlink(missing_ok=True)
        die()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def trapped(point: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with a trap in front of it."""

    @wraps(function)
    def passing(*args: Any, **named: Any) -> Any:
        pass_by(point)
        return function(*args, **named)

    return passing


def tainted(handler: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
    """The handler, which some events make raise, and others kill."""

    async def handle(event: Any) -> None:
        for point in (POISON, DEADLY):
            trap = TRAPS / f"{SERVICE}-{point}"
            if trap.exists() and trap.read_text().encode() in event.to_json():
                if point == POISON:
                    raise Poisoned
                die()
        await handler(event)

    return handle


def begin(consumer: Consumer, *args: Any, handlers: Mapping[Any, Any], **named: Any) -> None:
    original_init(consumer, *args, handlers={event: tainted(each) for event, each in handlers.items()}, **named)


original_init = Consumer.__init__

if __name__ == "__main__":
    Outbox.announce = trapped(COMMITTED, Outbox.announce)  # type: ignore[method-assign]
    Forgetting.confirmed = trapped(CONFIRMED, Forgetting.confirmed)  # type: ignore[method-assign]
    Acknowledgements.done = trapped(HANDLED, Acknowledgements.done)  # type: ignore[method-assign]
    HttpReceivers.post = trapped(SENDING, HttpReceivers.post)  # type: ignore[method-assign]
    MongoDeliveries.record = trapped(ANSWERED, MongoDeliveries.record)  # type: ignore[method-assign]
    Consumer.__init__ = begin  # type: ignore[method-assign, assignment]
    runpy.run_module(f"services.{SERVICE}", run_name="__main__", alter_sys=True)
