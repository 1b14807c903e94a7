"""Tickets dies at any instant: between the write and its publish, and between the confirm and the forgetting."""

from collections.abc import Callable
from pathlib import Path

from tests.faults.harness.experiment import experiment
from tests.faults.harness.figures import all_is_well, figures
from tests.support.servers import BackingServers

SETTLED_SECONDS = 60.0


async def test_what_was_written_and_not_published_is_published_by_the_next_process(
    servers: BackingServers, tmp_path: Path, rate: float, seed: int, scale: float, show: Callable[[str], None]
) -> None:
    """While the broker hangs, writes are stored and not one publish is confirmed: then tickets is killed."""
    async with experiment(servers, tmp_path, rate=rate, seed=seed) as running:
        held = 0
        for _ in range(round(2 * scale)):
            await running.some_time()
            servers.rabbit.pause()
            try:
                await running.acknowledged(round(rate))
                held += await running.stores.unsent_events()
                await running.stack.kill("tickets")
            finally:
                servers.rabbit.resume()
            await running.stack.restart("tickets")
            await running.serves("tickets")
        await running.some_time()
        join = await running.settle(within=SETTLED_SECONDS)
        show(await figures("killed before publishing", running, join, **{"unsent at the kills": held}))
        assert held > 0
        await all_is_well(running, join)


async def test_what_was_published_and_not_forgotten_has_one_effect(
    servers: BackingServers, tmp_path: Path, rate: float, seed: int, scale: float, show: Callable[[str], None]
) -> None:
    """Killed again and again at a high rate: some of its events are confirmed and still in the outbox each time."""
    async with experiment(servers, tmp_path, rate=rate * 1.5, seed=seed) as running:
        kills = round(5 * scale)
        for _ in range(kills):
            await running.some_time()
            await running.kill_and_restart("tickets")
        await running.some_time()
        join = await running.settle(within=SETTLED_SECONDS)
        show(await figures("killed at any instant", running, join, kills=kills))
        assert running.audit.repeats > 0, "no kill fell between a confirm and its forgetting"
        await all_is_well(running, join)
