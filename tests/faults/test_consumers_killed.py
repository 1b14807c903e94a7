"""Every consumer dies with events in hand that it has not acknowledged: they come again, and have one effect."""

from collections.abc import Callable
from pathlib import Path

from tests.faults.harness.experiment import Experiment, experiment
from tests.faults.harness.figures import all_is_well, figures
from tests.support.eventually import eventually
from tests.support.servers import BackingServers

# A minute until the claims of a dead sender lapse, and then what waited behind them.
SETTLED_SECONDS = 110.0
# The one whose claims last longest comes first.
CONSUMERS = ("notifications", "webhooks", "routing", "sla")


async def test_what_a_killed_consumer_held_is_handled_by_the_next_process(
    servers: BackingServers, tmp_path: Path, rate: float, seed: int, scale: float, show: Callable[[str], None]
) -> None:
    """Frozen with its hands full and then killed; tickets, which the load needs, in the middle of its work."""
    async with experiment(servers, tmp_path, rate=rate, seed=seed) as running:
        kills = 0
        for _ in range(round(scale)):
            for service in CONSUMERS:
                await _fill_hands(running, service)
                await running.kill_and_restart(service)
                kills += 1
            await running.kill_and_restart("tickets")
            kills += 1
        await running.some_time()
        join = await running.settle(within=SETTLED_SECONDS)
        show(await figures("consumers killed", running, join, kills=kills))
        await all_is_well(running, join)


async def _fill_hands(running: Experiment, service: str) -> None:
    """Freeze a consumer until more waits in its queue than it may hold."""
    await running.stack.pause(service)
    await eventually(lambda: running.audit.waits_for(service), within=40.0, every=0.2, what=f"{service} holds its fill")
