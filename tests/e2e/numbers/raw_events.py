"""Every event as it was on the bus, heard by a queue of the test's own."""

import json
from typing import Any

import aio_pika
from aio_pika.abc import AbstractConnection, AbstractIncomingMessage

from shared.bus.topology import Names

Json = dict[str, Any]


class RawEvents:
    """`async with` begins to hear; what a queue was given twice is kept once."""

    def __init__(self, *, amqp_url: str, namespace: str) -> None:
        self._url, self._names = amqp_url, Names(namespace)
        self._connection: AbstractConnection | None = None
        self._heard: dict[str, Json] = {}

    async def __aenter__(self) -> "RawEvents":
        self._connection = await aio_pika.connect(self._url)
        channel = await self._connection.channel()
        queue = await channel.declare_queue(exclusive=True)
        await queue.bind(self._names.events, routing_key="#")
        await queue.consume(self._note, no_ack=True)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._connection is not None:
            await self._connection.close()

    def of(self, tenant_id: str) -> list[Json]:
        """The tenant's events so far, in no order that means anything."""
        return [event for event in self._heard.values() if event["tenantid"] == tenant_id]

    async def _note(self, message: AbstractIncomingMessage) -> None:
        event = json.loads(message.body)
        self._heard[event["id"]] = event
