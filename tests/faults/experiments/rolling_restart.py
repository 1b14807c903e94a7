"""19: every process of every service is stopped and started again, one after the other: no request fails.

The gateways stand behind a balancer that drains: one that is to stop gets no new request before it is asked to.
"""

from time import perf_counter

from tests.faults.harness.ground import TWO_OF_EACH
from tests.faults.harness.outcome import Figures
from tests.faults.harness.running import Running
from tests.faults.harness.trial import Experiment

GATEWAY = "gateway"


async def restart_one_after_the_other(now: Running) -> Figures:
    since = perf_counter()
    longest = 0.0
    for _ in range(now.times(1)):
        for service in (*TWO_OF_EACH, "search"):
            for copy in range(1, len(now.stack.urls[service]) + 1):
                longest = max(longest, await _restart(now, service, copy=copy))
    await now.some_time()
    during = now.load.answers.during(since)
    assert not during.refused, f"requests failed: {dict(during.statuses)}"
    return {
        "requests": len(during.all),
        "failed requests": during.refused,
        "p99 ms": round(during.quantile(0.99) * 1000),
        "slowest answer s": round(during.slowest, 1),
        "longest stop s": round(longest, 1),
    }


async def _restart(now: Running, service: str, *, copy: int) -> float:
    """Stop with SIGTERM, start anew, and wait until it serves; how long the stopping took, in seconds."""
    await now.some_time()
    now.note(f"{service}, copy {copy}, restarted")
    url = now.stack.urls[service][copy - 1]
    if service == GATEWAY:
        now.doors.spare(url)
    began = perf_counter()
    await now.stack.terminate(service, copy=copy)
    took = perf_counter() - began
    await now.revive(service, copy=copy)
    now.doors.admit(url)
    return took


ROLLING_RESTART = Experiment("19", "rolling restart of everything", restart_one_after_the_other, two_of_each=True)
