"""5: RabbitMQ is killed under load, stays away for longer, and comes back to what nobody had acknowledged."""

import asyncio
from time import perf_counter

from shared.clock import utc_now
from tests.faults.harness.outcome import Figures
from tests.faults.harness.running import Running
from tests.faults.harness.trial import Experiment
from tests.support.eventually import eventually

KILLS = 2
AWAY_SECONDS = 15.0


async def lose_the_broker(now: Running) -> Figures:
    for _ in range(now.times(KILLS)):
        await now.some_time()
        await kill_broker(now)
        await now.all_serve()
    return {"kills": now.times(KILLS), **await _stay_away(now)}


async def kill_broker(now: Running) -> None:
    """It dies as it would in a crash, and is there again."""
    now.note("kill -9 rabbitmq")
    await asyncio.to_thread(now.servers.rabbit.kill)
    await asyncio.to_thread(now.servers.rabbit.start)


async def _stay_away(now: Running) -> Figures:
    """Webhooks is frozen first, so that the broker goes down with events that were delivered and not acknowledged."""
    await now.stack.pause("webhooks")
    await now.some_time()
    now.note(f"rabbitmq stops for {AWAY_SECONDS * now.scale:.0f} s, with events unacknowledged")
    away_at = perf_counter()
    await asyncio.to_thread(now.servers.rabbit.stop)
    await now.stack.resume("webhooks")
    try:
        over_at = away_at + AWAY_SECONDS * now.scale
        await eventually(lambda: perf_counter() > over_at, within=3600.0, what="the time is over")
        during = now.load.answers.during(away_at)
        backlog = await now.stores.unsent_events()
    finally:
        await asyncio.to_thread(now.servers.rabbit.start)
    await now.serves("tickets")
    back_at, until, left = perf_counter(), utc_now(), await now.stores.unsent_events()
    await eventually(lambda: now.stores.all_sent(until=until), within=300.0, every=0.1, what="all is sent")
    drained = max(perf_counter() - back_at, 0.01)
    assert not during.refused, f"the API needs the broker: {during.statuses}"
    return {
        "away s": round(back_at - away_at),
        "p50 ms while away": round(during.quantile(0.5) * 1000),
        "p99 ms while away": round(during.quantile(0.99) * 1000),
        "outbox at most": max(backlog, left),
        "drained events/s": round(left / drained),
    }


BROKER_AWAY = Experiment("5", "RabbitMQ killed, and away for longer", lose_the_broker)
