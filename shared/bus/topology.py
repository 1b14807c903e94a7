"""What stands on the broker: one exchange, a queue and a dead queue for each service, and a place for strays.

Every process declares the whole of it when it connects, so that no service's queue is missing when the first
event for it is published, whatever the order in which services start.
"""

from dataclasses import dataclass
from typing import Any

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractExchange

from shared.events.registry import NARROWER, SUBSCRIPTIONS

DELIVERY_LIMIT = 20
STRAYS_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Names:
    """The names of everything on the broker, for one namespace."""

    namespace: str

    @property
    def events(self) -> str:
        return f"{self.namespace}.events"

    @property
    def strays(self) -> str:
        """Exchange and queue for events that no queue is bound to."""
        return f"{self.namespace}.unrouted"

    @property
    def dead(self) -> str:
        return f"{self.namespace}.dead"

    def queue(self, service: str) -> str:
        return f"{self.namespace}.{service}"

    def dead_queue(self, service: str) -> str:
        return f"{self.queue(service)}.dead"


async def declare(channel: AbstractChannel, *, names: Names) -> AbstractExchange:
    """Declare everything, idempotently, and return the exchange for events."""
    await _declare_strays(channel, names=names)
    events = await channel.declare_exchange(
        names.events, ExchangeType.TOPIC, durable=True, arguments={"alternate-exchange": names.strays}
    )
    dead = await channel.declare_exchange(names.dead, ExchangeType.DIRECT, durable=True)
    for service, types in SUBSCRIPTIONS.items():
        corpse = await channel.declare_queue(
            names.dead_queue(service), durable=True, arguments={"x-queue-type": "quorum"}
        )
        await corpse.bind(dead, routing_key=names.queue(service))
        work = await channel.declare_queue(names.queue(service), durable=True, arguments=_work_queue(names, service))
        for event in types:
            await work.bind(events, routing_key=NARROWER.get((service, event), event.TYPE))
    return events


def _work_queue(names: Names, service: str) -> dict[str, Any]:
    """A work queue has no maximum length: a full one would block every publisher."""
    return {
        "x-queue-type": "quorum",
        "x-delivery-limit": DELIVERY_LIMIT,
        "x-dead-letter-exchange": names.dead,
        "x-dead-letter-routing-key": names.queue(service),
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }


async def _declare_strays(channel: AbstractChannel, *, names: Names) -> None:
    """An event that nobody is bound to ends here, bounded, and so never stalls its publisher."""
    exchange = await channel.declare_exchange(names.strays, ExchangeType.FANOUT, durable=True)
    queue = await channel.declare_queue(
        names.strays, durable=True, arguments={"x-max-length": STRAYS_KEPT, "x-overflow": "drop-head"}
    )
    await queue.bind(exchange)
