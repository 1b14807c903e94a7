"""What stands on the broker: one exchange, a queue and a dead queue for each service, and a place for strays.

Every process declares the whole of it when it connects, so that no service's queue is missing when the first
event for it is published, whatever the order in which services start.
"""

from dataclasses import dataclass
from typing import Any

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange
from aio_pika.exceptions import ChannelPreconditionFailed

from shared.events.registry import NARROWER, SUBSCRIPTIONS
from shared.log import get_logger

log = get_logger()

# The last resort, for what dies before its attempt can be noted. It counts every death of a process that had the event
# in hand, of an innocent one too. A poisonous event costs its neighbours at most 6 deaths (one unnoted, five noted): 18
# where three are in one prefetch. In fact neighbours are handled before an event that has a note, and three cost them
# about 4. It is not higher because a queue that stands cannot be declared with another limit (ADR 7).
DELIVERY_LIMIT = 20
# To look at a dead letter is to have it delivered and to give it back, and the broker counts that. Without a limit of
# our own version 4 drops what was looked at 20 times; none at all cannot be said to both (3.10 takes -1 for 0).
LOOKS = 1_000_000_000
DEAD_QUEUE: dict[str, Any] = {"x-queue-type": "quorum", "x-delivery-limit": LOOKS}
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


async def declare(connection: AbstractConnection, channel: AbstractChannel, *, names: Names) -> AbstractExchange:
    """Declare everything, idempotently, and return the exchange for events, on the channel."""
    await _declare_dead_queues(connection, names=names)
    await _declare_strays(channel, names=names)
    events = await channel.declare_exchange(
        names.events, ExchangeType.TOPIC, durable=True, arguments={"alternate-exchange": names.strays}
    )
    for service, types in SUBSCRIPTIONS.items():
        work = await channel.declare_queue(names.queue(service), durable=True, arguments=_work_queue(names, service))
        for event in types:
            await work.bind(events, routing_key=NARROWER.get((service, event), event.TYPE))
    return events


async def _declare_dead_queues(connection: AbstractConnection, *, names: Names) -> None:
    """One that an older version made, without our limit, stays as it is; the refusal costs no more than its channel."""
    channel = await connection.channel()
    dead = await channel.declare_exchange(names.dead, ExchangeType.DIRECT, durable=True)
    for service in SUBSCRIPTIONS:
        name = names.dead_queue(service)
        try:
            queue = await channel.declare_queue(name, durable=True, arguments=DEAD_QUEUE)
        except ChannelPreconditionFailed:
            log.warning("dead queue has no delivery limit of ours: delete it when it is empty", queue=name)
            channel = await connection.channel()
            dead = await channel.get_exchange(names.dead, ensure=False)
            queue = await channel.declare_queue(name, passive=True)
        await queue.bind(dead, routing_key=names.queue(service))
    await channel.close()


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
