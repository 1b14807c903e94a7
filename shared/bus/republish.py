"""Telling a broker again what it has confirmed and lost: everything that services sent since a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from shared.bus.publisher import Publisher
from shared.bus.sent import SentEvent, SentEvents
from shared.bus.topology import Names
from shared.errors import Unavailable
from shared.mongo import connect
from shared.settings import PORTS

CONNECT_SECONDS = 10.0
IN_FLIGHT = 200


async def republish(*, mongo_url: str, amqp_url: str, namespace: str, since: datetime) -> dict[str, int]:
    """How many events of each service were published again, each confirmed; consumers absorb those that they have.

    Raises Unavailable, after which the same can be asked again.
    """
    async with _publisher(amqp_url, names=Names(namespace)) as publisher:
        counts = {}
        for service in PORTS:
            sent = SentEvents(connect(mongo_url, database=f"{namespace}_{service}"))
            counts[service] = await _publish_all(sent.since(since), publisher=publisher)
    return {service: count for service, count in counts.items() if count}


async def _publish_all(events: AsyncIterator[SentEvent], *, publisher: Publisher) -> int:
    count = 0
    batch: list[SentEvent] = []
    async for event in events:
        batch.append(event)
        if len(batch) == IN_FLIGHT:
            count += await _publish(batch, publisher=publisher)
            batch = []
    return count + await _publish(batch, publisher=publisher)


async def _publish(batch: list[SentEvent], *, publisher: Publisher) -> int:
    await asyncio.gather(
        *(publisher.publish(event.body, event_id=event.id, event_type=event.type, also=event.also) for event in batch)
    )
    return len(batch)


@asynccontextmanager
async def _publisher(url: str, *, names: Names) -> AsyncIterator[Publisher]:
    """One that is connected, so that every queue stands. Raises Unavailable."""
    publisher = Publisher(url=url, names=names)
    keeping = asyncio.create_task(publisher.run())
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            await publisher.opened.wait()
        yield publisher
    except TimeoutError:
        raise Unavailable("the broker is away") from None
    finally:
        await publisher.close()
        keeping.cancel()
