"""2: tickets dies between a commit and its publish, and between a confirm and the outbox's forgetting."""

from tests.faults.harness.outcome import Figures
from tests.faults.harness.running import Running
from tests.faults.harness.traps import COMMITTED, CONFIRMED
from tests.faults.harness.trial import Experiment

DEATHS = 4


async def die_around_a_publish(now: Running) -> Figures:
    unsent = 0
    for number in range(now.times(DEATHS)):
        point = CONFIRMED if number % 2 else COMMITTED
        now.note(f"tickets dies {point}")
        now.ground.traps.lay("tickets", point, text=str(now.dice.randint(1, 30)))
        await now.ground.traps.sprung("tickets", point)
        unsent += await now.stores.unsent_events()
        await now.revive("tickets")
    unsent += await _die_with_a_hanging_broker(now)
    return {"deaths": now.times(DEATHS) + 1, "unsent at the deaths": unsent}


async def _die_with_a_hanging_broker(now: Running) -> int:
    """Not one publish is confirmed meanwhile."""
    await now.some_time()
    now.note("the broker hangs, tickets is killed")
    now.servers.rabbit.pause()
    try:
        await now.acknowledged(100)
        held = await now.stores.unsent_events()
        await now.stack.kill("tickets")
    finally:
        now.servers.rabbit.resume()
    await now.revive("tickets")
    assert held > 0, "nothing was unsent at the kill"
    return held


TICKETS_KILLED = Experiment("2", "tickets dies around a publish", die_around_a_publish)
