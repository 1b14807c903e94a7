"""From the write to the subscriber: `python -m bench.events [--rate 100] [--seconds 60] [--rounds 1]`.

Tickets are created through the gateway at a steady rate, whatever the answers take. The latency is from the sending of
the request to the moment at which a receiver has verified the webhook of `ticket.created`, the whole system up.
"""

import argparse
import asyncio
import time

import httpx
import uvloop

from bench.create import BODY
from bench.subscribers import Subscribers, subscribers
from bench.system import keep, system
from tests.support.stack import Stack, Tenant

LATE_SECONDS = 30.0
WANTED = {"p50_ms": 60, "p99_ms": 250}


async def write(stack: Stack, tenant: Tenant, *, rate: float, seconds: float) -> dict[str, float]:
    """When the request for each ticket was sent, in seconds since the epoch. Raises where one is not answered 201."""
    sent: dict[str, float] = {}
    headers = {"Authorization": f"Bearer {tenant.agent}", "Content-Type": "application/json"}
    async with httpx.AsyncClient(base_url=stack.base_url, headers=headers, timeout=30) as api:

        async def one() -> None:
            at = time.time()
            answer = await api.post("/v1/helpdesk/tickets", content=BODY)
            assert answer.status_code == 201, answer.text
            sent[answer.json()["id"]] = at

        async with asyncio.TaskGroup() as writing:
            began = time.perf_counter()
            for number in range(int(rate * seconds)):
                await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
                writing.create_task(one())
    return sent


async def one_round(stack: Stack, receiving: Subscribers, *, rate: float, seconds: float) -> dict[str, float]:
    tenant = await stack.make_tenant("events")
    await receiving.add(stack, tenant, f"/hook/{tenant.id}", events=("ticket.created",))
    sent = await write(stack, tenant, rate=rate, seconds=seconds)
    came = await receiving.gather(len(sent), within=LATE_SECONDS)
    first: dict[str, float] = {}
    for arrival in came:
        first.setdefault(arrival.ticket_id, arrival.at)
    took = sorted(first[ticket_id] - at for ticket_id, at in sent.items() if ticket_id in first)
    return {
        "p50_ms": 1000 * took[len(took) // 2],
        "p99_ms": 1000 * took[int(0.99 * len(took))],
        "most_ms": 1000 * took[-1],
        "missing": len(sent) - len(took),
        "twice": len(came) - len(first),
    }


async def measure(*, rate: float, seconds: float, rounds: int) -> list[dict[str, float]]:
    async with system() as stack, subscribers() as receiving:
        return [await one_round(stack, receiving, rate=rate, seconds=seconds) for _ in range(rounds)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=100)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    results = uvloop.run(measure(rate=options.rate, seconds=options.seconds, rounds=options.rounds))
    for row in results:
        print("  ".join(f"{name}={value:,.1f}" for name, value in row.items()) + f"  wanted {WANTED}")
    keep("events", results)


if __name__ == "__main__":
    main()
