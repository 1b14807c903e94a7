"""MongoDB dies under load: what it acknowledged is there when it is back, and meanwhile nobody waits for long."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from tests.faults.harness.experiment import Experiment, experiment
from tests.faults.harness.figures import all_is_well, figures
from tests.support.eventually import eventually
from tests.support.servers import BackingServers

REFUSED = 30
SETTLED_SECONDS = 90.0
# 503 within five seconds is what is promised; the rest is this machine's, which may be busy.
ANSWER_SECONDS = 7.0


async def test_nothing_acknowledged_is_lost_and_every_request_is_answered_soon(
    servers: BackingServers, tmp_path: Path, rate: float, seed: int, scale: float, show: Callable[[str], None]
) -> None:
    async with experiment(servers, tmp_path, rate=rate, seed=seed) as running:
        kills, refusals, slowest, p99 = round(2 * scale), 0, 0.0, 0.0
        for _ in range(kills):
            await running.some_time()
            killed_at = perf_counter()
            await asyncio.to_thread(servers.mongo.kill)
            try:
                await _until_refused(running, since=killed_at)
            finally:
                await asyncio.to_thread(servers.mongo.start)
            await running.acknowledged(1)
            during = running.load.answers.during(killed_at)
            refusals += during.refused
            slowest, p99 = max(slowest, during.slowest), max(p99, during.quantile(0.99))
        await running.some_time()
        join = await running.settle(within=SETTLED_SECONDS)
        more = {"kills": kills, "refused while away": refusals, "p99 while away": f"{p99:.1f} s"}
        show(await figures("database killed", running, join, **more, slowest=f"{slowest:.1f} s"))
        assert set(running.load.answers.statuses) <= {200, 201, 503}, running.load.answers.statuses
        assert slowest < ANSWER_SECONDS
        await all_is_well(running, join)


async def _until_refused(running: Experiment, *, since: float) -> None:
    """Return when so many requests have been refused that more than the first ones' answers are known."""
    await eventually(
        lambda: running.load.answers.during(since).refused >= REFUSED, within=30.0, what="requests are refused"
    )
