"""9: each server and each process freezes for longer than its claims last, and goes on as if nothing had been."""

import asyncio
from collections.abc import Callable, Coroutine
from time import perf_counter
from typing import Any

from tests.faults.harness.outcome import Figures
from tests.faults.harness.running import Running
from tests.faults.harness.trial import Experiment
from tests.support.eventually import eventually

# Claims last four seconds here.
FROZEN_SECONDS = 5.0
SERVICES = ("gateway", "tickets", "routing", "sla", "webhooks", "notifications", "search")


async def freeze_one_after_the_other(now: Running) -> Figures:
    """Of a service with two processes the second takes up what the frozen one had claimed."""
    for service in SERVICES:
        await freeze_service(now, service)
    for name, server in (("mongod", now.servers.mongo), ("rabbitmq", now.servers.rabbit)):
        await _freeze(now, name, pause=_soon(server.pause), resume=_soon(server.resume))
    await now.all_serve()
    return {"frozen": len(SERVICES) + 2, "frozen s each": round(FROZEN_SECONDS * now.scale)}


async def freeze_service(now: Running, service: str) -> None:
    """Freeze a service's first process, and let it go on."""
    await _freeze(now, service, pause=lambda: now.stack.pause(service), resume=lambda: now.stack.resume(service))


Step = Callable[[], Coroutine[Any, Any, None]]


async def _freeze(now: Running, name: str, *, pause: Step, resume: Step) -> None:
    await now.some_time()
    now.note(f"{name} frozen for {FROZEN_SECONDS * now.scale:.0f} s")
    frozen_at = perf_counter()
    await pause()
    try:
        until = frozen_at + FROZEN_SECONDS * now.scale
        await eventually(lambda: perf_counter() > until, within=3600.0, what="the time is over")
    finally:
        await resume()
    await now.recovered(perf_counter())


def _soon(act: Callable[[], None]) -> Step:
    return lambda: asyncio.to_thread(act)


FROZEN = Experiment("9", "servers and processes frozen", freeze_one_after_the_other, two_of_each=True)
