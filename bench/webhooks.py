"""Deliveries by one worker: `python -m bench.webhooks [--events 1000] [--seconds 20]`.

How many a second reach healthy receivers (of one endpoint, and of ten) once their events are on the bus. Then, with a
few events a second, how late healthy endpoints are served alone, and beside 200 endpoints that hang.
"""

import argparse
import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import aio_pika
import uvloop
from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractChannel

from bench.subscribers import Arrival, Subscribers, subscribers
from bench.system import keep, system
from shared.bus.topology import Names
from shared.events.ticket import TicketCreated
from tests.support.stack import Stack, Tenant
from tests.support.ticket_events import created

HEALTHY = 10
HANGING = 200
OF_ONE_TENANT = 100
DRAIN_SECONDS = 120.0
HEALTHY_RATE, HANGING_RATE = 10.0, 1.0
WANTED = {"deliveries_per_second": 500, "p99_grows_by_ms": 100}


class Queue:
    """Events straight into the queue of webhooks, so that no other service has work from them."""

    def __init__(self, channel: AbstractChannel, *, name: str) -> None:
        self._channel = channel
        self._name = name

    async def send(self, event: TicketCreated) -> None:
        message = Message(
            event.to_json(), message_id=str(event.id), type=event.type, delivery_mode=DeliveryMode.PERSISTENT
        )
        await self._channel.default_exchange.publish(message, routing_key=self._name)

    async def steadily(self, tenant: Tenant, *, rate: float, seconds: float) -> dict[str, float]:
        """When each ticket's event was sent, in seconds since the epoch."""
        sent: dict[str, float] = {}
        began = time.perf_counter()
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            event = created(UUID(tenant.id))
            sent[str(event.data.ticket.id)] = time.time()
            await self.send(event)
        return sent


@asynccontextmanager
async def queue_of_webhooks(stack: Stack) -> AsyncIterator[Queue]:
    async with await aio_pika.connect(stack.settings["HELPDESK_AMQP_URL"]) as connection:
        yield Queue(await connection.channel(), name=Names(stack.namespace).queue("webhooks"))


async def drained(stack: Stack, queue: Queue, receiving: Subscribers, *, endpoints: int, events: int) -> float:
    """Deliveries a second, from the first to the last of a backlog that is on the bus already."""
    tenant = await stack.make_tenant(f"of {endpoints}")
    for number in range(endpoints):
        await receiving.add(stack, tenant, f"/hook/{tenant.id}/{number}", events=("ticket.created",))
    made = [created(UUID(tenant.id)) for _ in range(events)]
    workers = range(1, len(stack.urls["webhooks"]) + 1)
    for copy in workers:
        await stack.terminate("webhooks", copy=copy)
    await asyncio.gather(*(queue.send(event) for event in made))
    await asyncio.gather(*(stack.restart("webhooks", copy=copy) for copy in workers))
    came = await receiving.gather(events * endpoints, within=DRAIN_SECONDS)
    times = sorted(arrival.at for arrival in came)
    assert len({arrival.webhook_id for arrival in came}) == events * endpoints, f"{len(came)} came"
    return (len(times) - 1) / (times[-1] - times[0])


async def beside(
    queue: Queue, receiving: Subscribers, *, healthy: Tenant, others: list[Tenant], seconds: float
) -> dict[str, float]:
    """How late healthy endpoints were, in milliseconds, while `others` had events of their own."""
    await receiving.arrivals()
    busy = [asyncio.create_task(queue.steadily(other, rate=HANGING_RATE, seconds=seconds)) for other in others]
    sent = await queue.steadily(healthy, rate=HEALTHY_RATE, seconds=seconds)
    await asyncio.gather(*busy)
    came = await receiving.gather(len(sent) * HEALTHY, within=DRAIN_SECONDS)
    took = sorted(_late(arrival, sent) for arrival in came if arrival.ticket_id in sent)
    assert len(took) == len(sent) * HEALTHY, f"{len(took)} of {len(sent) * HEALTHY} came"
    return {"p50_ms": took[len(took) // 2], "p99_ms": took[int(0.99 * len(took))], "most_ms": took[-1]}


def _late(arrival: Arrival, sent: dict[str, float]) -> float:
    return 1000 * (arrival.at - sent[arrival.ticket_id])


async def bulkheads(
    stack: Stack, queue: Queue, receiving: Subscribers, *, seconds: float
) -> dict[str, dict[str, float]]:
    healthy = await stack.make_tenant("healthy")
    for number in range(HEALTHY):
        await receiving.add(stack, healthy, f"/hook/{healthy.id}/{number}", events=("ticket.created",))
    alone = await beside(queue, receiving, healthy=healthy, others=[], seconds=seconds)
    stuck = [await stack.make_tenant("stuck") for _ in range(HANGING // OF_ONE_TENANT)]
    for tenant in stuck:
        for number in range(OF_ONE_TENANT):
            await receiving.add(stack, tenant, f"/hang/{tenant.id}/{number}", events=("ticket.created",))
    return {
        "alone": alone,
        f"beside {HANGING} that hang": await beside(queue, receiving, healthy=healthy, others=stuck, seconds=seconds),
    }


async def measure(*, events: int, seconds: float) -> dict[str, dict[str, float]]:
    async with system() as stack, subscribers() as receiving, queue_of_webhooks(stack) as queue:
        rates = {}
        for endpoints in (1, HEALTHY):
            rate = await drained(stack, queue, receiving, endpoints=endpoints, events=events * HEALTHY // endpoints)
            rates[f"{endpoints} healthy"] = {"deliveries_per_second": rate}
        return rates | await bulkheads(stack, queue, receiving, seconds=seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    results = uvloop.run(measure(events=options.events, seconds=options.seconds))
    for name, row in results.items():
        print(f"{name:24}" + "  ".join(f"{key}={value:,.1f}" for key, value in row.items()))
    print(f"wanted {WANTED}")
    keep("webhooks", results)


if __name__ == "__main__":
    main()
