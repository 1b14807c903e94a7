"""1: the gateway and tickets die again and again; clients repeat what was not answered, with the same key."""

from tests.faults.harness.outcome import Figures
from tests.faults.harness.running import Running
from tests.faults.harness.trial import Experiment

KILLS = 6


async def kill_the_api(now: Running) -> Figures:
    for number in range(now.times(KILLS)):
        await now.some_time()
        await now.kill_and_restart("tickets" if number % 2 else "gateway")
    return {"kills": now.times(KILLS), "recovery s, longest": round(max(now.recoveries), 1)}


API_KILLED = Experiment("1", "gateway and tickets killed", kill_the_api)
