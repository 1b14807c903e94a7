"""3: every consumer dies with events in hand that it has not acknowledged: they come again, and have one effect."""

from tests.faults.harness.outcome import Figures
from tests.faults.harness.running import Running
from tests.faults.harness.traps import HANDLED
from tests.faults.harness.trial import Experiment
from tests.support.eventually import eventually

CONSUMERS = ("notifications", "webhooks", "routing", "sla", "search")


async def die_with_hands_full(now: Running) -> Figures:
    """Each is killed once frozen with all that it may hold, and once with effects stored and not acknowledged."""
    deaths = 0
    for _ in range(now.times(1)):
        for service in CONSUMERS:
            await _fill_hands(now, service)
            await now.stack.kill(service)
            await now.revive(service)
            await die_handled(now, service)
            deaths += 2
        await die_handled(now, "tickets")
        deaths += 1
    return {"deaths": deaths}


async def die_handled(now: Running, service: str) -> None:
    """A process dies between an event's effect and its acknowledgement, with others in hand."""
    now.note(f"{service} dies with an event handled and not acknowledged")
    now.ground.traps.lay(service, HANDLED, text=str(now.dice.randint(1, 20)))
    await now.ground.traps.sprung(service, HANDLED, within=60.0)
    await now.revive(service)


async def _fill_hands(now: Running, service: str) -> None:
    """Freeze a consumer until more waits in its queue than it may hold."""
    now.note(f"{service} is killed with its hands full")
    await now.stack.pause(service)
    audit = now.ground.audit
    await eventually(lambda: audit.waits_for(service), within=60.0, every=0.2, what=f"{service} holds its fill")


CONSUMERS_KILLED = Experiment("3", "each consumer killed in mid-work", die_with_hands_full)
