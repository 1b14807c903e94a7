"""Taking the dead letters out of their queues."""

from dataclasses import dataclass

import aio_pika

from shared.bus.topology import Names
from shared.events.registry import SUBSCRIPTIONS


@dataclass(frozen=True)
class Dead:
    """A dead letter, in whose queue it was, and why."""

    id: str
    service: str
    body: str
    reason: str


async def drain_dead(url: str, *, names: Names) -> list[Dead]:
    """Every dead letter of every service; the queues are empty then."""
    found: list[Dead] = []
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        for service in SUBSCRIPTIONS:
            queue = await channel.declare_queue(names.dead_queue(service), passive=True)
            while (message := await queue.get(no_ack=True, fail=False)) is not None:
                reason = str(message.headers.get("x-reason") or "")
                body = message.body.decode(errors="replace")
                found.append(Dead(message.message_id or "", service, body[:5000], reason))
    return found
