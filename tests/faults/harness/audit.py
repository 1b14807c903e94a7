"""A queue bound to every type of event: the ledger of what was published, kept by the broker."""

import asyncio
import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

import aio_pika
from aio_pika.abc import AbstractIncomingMessage

from shared.bus.topology import Names
from shared.events.registry import SUBSCRIPTIONS

READ_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Published:
    """One event as it was published first."""

    id: str
    type: str
    tenant: str
    ticket: str
    sequence: int | None
    version: int | None
    by_rule: bool
    body: bytes


class Audit:
    """What was published in a namespace since `begin`."""

    def __init__(self, url: str, *, names: Names) -> None:
        self._url = url
        self._names = names
        self._times: Counter[str] = Counter()
        self.events: dict[str, Published] = {}

    async def begin(self) -> None:
        """Bind the queue, empty it, and forget what was seen."""
        self._times.clear()
        self.events = {}
        await self.open()

    async def open(self) -> None:
        """Bind the queue, which is not there at first or any more, and empty it."""
        async with await aio_pika.connect(self._url) as connection:
            channel = await connection.channel()
            queue = await channel.declare_queue(self._queue, durable=True, arguments={"x-queue-type": "quorum"})
            await queue.bind(self._names.events, routing_key="#")
            await queue.purge()

    @property
    def _queue(self) -> str:
        return f"{self._names.namespace}.audit"

    @property
    def repeats(self) -> int:
        """How many times an event came again."""
        return self._times.total() - len(self._times)

    async def read(self) -> None:
        """Take in what has been published since the last reading. Raises TimeoutError after 30 seconds."""
        async with asyncio.timeout(READ_SECONDS), await aio_pika.connect(self._url) as connection:
            channel = await connection.channel()
            queue = await channel.declare_queue(self._queue, passive=True)
            expected = queue.declaration_result.message_count or 0
            everything = asyncio.Event()
            taken = 0

            async def take(message: AbstractIncomingMessage) -> None:
                nonlocal taken
                taken += 1
                self._note(message.body)
                if taken >= expected:
                    everything.set()

            if expected:
                tag = await queue.consume(take, no_ack=True)
                await everything.wait()
                await queue.cancel(tag)

    async def dead(self) -> dict[str, int]:
        """How many events each dead queue has, where it has any."""
        async with await aio_pika.connect(self._url) as connection:
            channel = await connection.channel()
            names = [self._names.dead_queue(service) for service in SUBSCRIPTIONS]
            found = [await channel.declare_queue(name, passive=True) for name in names]
        counts = {queue.name: queue.declaration_result.message_count or 0 for queue in found}
        return {name: count for name, count in counts.items() if count}

    async def waiting(self) -> int:
        """How many events wait in the work queues, those not counted that a consumer has in hand."""
        async with await aio_pika.connect(self._url) as connection:
            channel = await connection.channel()
            found = [await channel.declare_queue(self._names.queue(name), passive=True) for name in SUBSCRIPTIONS]
        return sum(queue.declaration_result.message_count or 0 for queue in found)

    async def waits_for(self, service: str) -> int:
        """How many events wait for a service beside those that it holds."""
        async with await aio_pika.connect(self._url) as connection:
            channel = await connection.channel()
            queue = await channel.declare_queue(self._names.queue(service), passive=True)
        return queue.declaration_result.message_count or 0

    def _note(self, body: bytes) -> None:
        event: dict[str, Any] = json.loads(body)
        self._times[event["id"]] += 1
        data = event["data"]
        sequence = event.get("sequence")
        self.events.setdefault(
            event["id"],
            Published(
                id=event["id"],
                type=event["type"],
                tenant=event["tenantid"],
                ticket=event["subject"],
                sequence=None if sequence is None else int(sequence),
                version=data.get("ticket", {}).get("version"),
                by_rule=data.get("actor", {}).get("type") == "rule",
                body=body,
            ),
        )
