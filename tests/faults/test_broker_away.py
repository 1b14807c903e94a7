"""The broker is away under load: the API goes on as if nothing were, and every event arrives when it is back."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from tests.faults.harness.experiment import experiment
from tests.faults.harness.figures import all_is_well, figures
from tests.support.eventually import eventually
from tests.support.servers import BackingServers

AWAY_SECONDS = 10.0
SETTLED_SECONDS = 90.0


async def test_the_api_goes_on_and_every_event_arrives_when_the_broker_is_back(
    servers: BackingServers, tmp_path: Path, rate: float, seed: int, scale: float, show: Callable[[str], None]
) -> None:
    async with experiment(servers, tmp_path, rate=rate, seed=seed) as running:
        await running.some_time()
        away_at = perf_counter()
        await asyncio.to_thread(servers.rabbit.stop)
        try:
            for _ in range(round(AWAY_SECONDS * scale)):
                await running.acknowledged(round(rate))
            during = running.load.answers.during(away_at)
            await running.load.stop()
            backlog = await running.stores.unsent_events()
        finally:
            await asyncio.to_thread(servers.rabbit.start)
        await running.serves("tickets")
        back_at = perf_counter()
        left = await running.stores.unsent_events()
        await eventually(running.stores.all_sent, within=60.0, every=0.1, what="all is sent")
        drained = perf_counter() - back_at
        join = await running.settle(within=SETTLED_SECONDS)
        more = {
            "away": f"{during.all[-1].sent_at - away_at:.0f} s",
            "answers while away": dict(during.statuses),
            "p50": f"{during.quantile(0.5) * 1000:.0f} ms",
            "p99": f"{during.quantile(0.99) * 1000:.0f} ms",
            "backlog": backlog,
            "drained": f"{left} in {drained:.1f} s",
        }
        show(await figures("broker away", running, join, **more))
        assert not during.refused, during.statuses
        assert backlog > 0
        await all_is_well(running, join)
