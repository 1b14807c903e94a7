"""storm: every kind of fault, one after the other, in an order and at instants that the seed chooses."""

import asyncio
from collections.abc import Awaitable, Callable

from tests.faults.experiments.broker_away import kill_broker
from tests.faults.experiments.consumers_killed import die_handled
from tests.faults.experiments.database_killed import kill_database
from tests.faults.experiments.frozen import freeze_service
from tests.faults.harness.outcome import Figures
from tests.faults.harness.running import Running
from tests.faults.harness.traps import ANSWERED, COMMITTED, CONFIRMED, MORTALS, SENDING
from tests.faults.harness.trial import Experiment

WRITES = 2_500
KILLED = ("gateway", "tickets", "routing", "sla", "webhooks", "notifications", "search")
FROZEN = ("tickets", "sla", "webhooks", "notifications")
POINTS = (("tickets", COMMITTED), ("tickets", CONFIRMED), ("webhooks", SENDING), ("webhooks", ANSWERED))


async def weather_a_storm(now: Running) -> Figures:
    """Until so many writes have been acknowledged."""
    faults = 0
    while now.ledger.count < WRITES * now.scale:
        await now.some_time()
        fault = now.dice.choices([kind for kind, _ in KINDS], weights=[weight for _, weight in KINDS])[0]
        await fault(now)
        faults += 1
    await now.all_serve()
    return {"faults": faults, "recovery s, longest": round(max(now.recoveries, default=0.0), 1)}


async def _kill(now: Running) -> None:
    await now.kill_and_restart(now.dice.choice(KILLED))


async def _trap(now: Running) -> None:
    service, point = now.dice.choice(POINTS)
    now.note(f"{service} dies {point}")
    now.ground.traps.lay(service, point, text=str(now.dice.randint(1, 20)))
    await now.ground.traps.sprung(service, point, within=60.0)
    await now.revive(service)


async def _handled(now: Running) -> None:
    await die_handled(now, now.dice.choice(MORTALS))


async def _freeze(now: Running) -> None:
    await freeze_service(now, now.dice.choice(FROZEN))


async def _kill_two(now: Running) -> None:
    """Two at once."""
    pair = now.dice.sample(KILLED, 2)
    now.note(f"kill -9 {' and '.join(pair)}")
    await asyncio.gather(*(now.stack.kill(service) for service in pair))
    for service in pair:
        await now.revive(service)


async def _kill_database(now: Running) -> None:
    await kill_database(now, away=0.0)
    await now.all_serve()


async def _kill_broker(now: Running) -> None:
    await kill_broker(now)
    await now.all_serve()


KINDS: tuple[tuple[Callable[[Running], Awaitable[None]], int], ...] = (
    (_kill, 6),
    (_trap, 4),
    (_handled, 4),
    (_freeze, 2),
    (_kill_two, 2),
    (_kill_database, 2),
    (_kill_broker, 2),
)

STORM = Experiment("storm", "every fault in a seeded order", weather_a_storm)
