"""What a process costs: its memory, idle and while tickets are created, and its time from start to ready.

`python -m bench.footprint [--seconds 15]`. Each process is restarted alone, the others serving, for the time to ready.
"""

import argparse
import asyncio
from contextlib import suppress
from time import perf_counter

import httpx
import uvloop

from bench.create import IN_FLIGHT, create, set_up
from bench.system import eventually, keep, memory_mib, system, trivial_service
from tests.support.stack import Stack

IDLE_SECONDS = 5.0
SAMPLE_SECONDS = 0.5
READY_WITHIN_SECONDS = 30.0


def memory(stack: Stack) -> dict[str, float]:
    """Resident MiB of each of the product's processes."""
    return {service: memory_mib(stack.process(service).pid) for service in stack.urls}


async def peak(stack: Stack, *, until: asyncio.Event) -> dict[str, float]:
    """The most that each process has had, looked at twice a second."""
    most = memory(stack)
    while not until.is_set():
        await asyncio.sleep(SAMPLE_SECONDS)
        most = {service: max(now, most[service]) for service, now in memory(stack).items()}
    return most


async def seconds_to_ready(stack: Stack, service: str) -> float:
    """From the start of the process to its first `/readyz` that is 200."""
    await stack.terminate(service)
    started = perf_counter()
    await stack.restart(service)
    async with httpx.AsyncClient(base_url=stack.urls[service][0], timeout=2, verify=False) as client:

        async def ready() -> bool:
            with suppress(httpx.HTTPError):
                return (await client.get("/readyz")).status_code == 200
            return False

        await eventually(ready, within=READY_WITHIN_SECONDS, every=0.02, what=f"{service} is ready")
    return perf_counter() - started


async def measure(*, seconds: float) -> dict[str, dict[str, float]]:
    async with system() as stack:
        await asyncio.sleep(IDLE_SECONDS)
        idle = memory(stack)
        with trivial_service() as receiver:
            tenant = await stack.make_tenant("footprint")
            await set_up(stack, tenant, receiver=receiver)
            over = asyncio.Event()
            peaks = asyncio.create_task(peak(stack, until=over))
            await create(stack, tenant, in_flight=IN_FLIGHT, seconds=seconds)
            over.set()
            loaded = await peaks
        ready = {service: await seconds_to_ready(stack, service) for service in stack.urls}
    return {
        service: {"idle_mib": idle[service], "under_create_mib": loaded[service], "ready_seconds": ready[service]}
        for service in idle
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15)
    results = uvloop.run(measure(seconds=parser.parse_args().seconds))
    print(f"{'process':16}{'idle MiB':>10}{'under create MiB':>18}{'ready s':>10}")
    for service, row in results.items():
        print(f"{service:16}{row['idle_mib']:10.0f}{row['under_create_mib']:18.0f}{row['ready_seconds']:10.2f}")
    keep("footprint", results)


if __name__ == "__main__":
    main()
