"""What the tests of dead letters do at the broker: publish, look, and consumers that die and come back."""

import asyncio
import json
import os
import random
import secrets
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage

from deploy.local.process import Process
from deploy.local.processes import ROOT
from shared.bus.dead_letters import DeadLetter
from shared.bus.dead_queue import DeadQueues
from shared.bus.topology import Names, declare
from shared.events.tenant import TenantData, TenantDeleted
from shared.ids import new_id
from shared.mongo import Document, connect
from tests.support.eventually import eventually
from tests.support.mourned import EFFECTS, INNOCENT, SERVICE, consumer_of
from tests.support.servers import BackingServers


def tenant_deleted(name: str = INNOCENT) -> TenantDeleted:
    """An event; the name says what becomes of who handles it."""
    tenant_id = new_id()
    return TenantDeleted(subject=str(tenant_id), tenantid=tenant_id, data=TenantData(id=tenant_id, name=name))


class Queues:
    """Routing's queue and its dead queue, in a namespace of their own."""

    def __init__(self, servers: BackingServers, channel: AbstractChannel, names: Names) -> None:
        self.names = names
        self._servers = servers
        self._channel = channel
        self.database = connect(servers.mongo.url, database=f"{names.namespace}_{SERVICE}")

    async def put(self, body: bytes, *, event_id: str | None = None, event_type: str = TenantDeleted.TYPE) -> None:
        """Onto the service's queue alone, as the exchange brings it there."""
        message = aio_pika.Message(body, message_id=event_id, type=event_type, delivery_mode=2)
        await self._channel.default_exchange.publish(message, routing_key=self.names.queue(SERVICE))

    async def put_events(self, *events: TenantDeleted) -> None:
        for event in events:
            await self.put(event.to_json(), event_id=str(event.id))

    async def waiting(self, queue: str) -> int:
        found = await self._channel.declare_queue(queue, passive=True)
        return found.declaration_result.message_count or 0

    async def dead(self) -> list[DeadLetter]:
        """Every dead letter, as the operator's look finds it."""
        found: list[DeadLetter] = []
        async with self.open() as queues:
            await queues.look(SERVICE, each=lambda letter, _: found.append(letter))
        return found

    def open(self) -> DeadQueues:
        return DeadQueues(url=self._servers.rabbit.url, names=self.names)

    async def take(self, queue: str) -> AbstractIncomingMessage:
        """The next message of a queue, not yet acknowledged."""
        found = await self._channel.get_queue(queue, ensure=False)
        return await eventually(found.get, what=f"something is on {queue}")

    async def bury(self, *events: TenantDeleted) -> None:
        """Onto the dead queue, without headers of anybody."""
        for event in events:
            message = aio_pika.Message(event.to_json(), message_id=str(event.id), type=event.TYPE, delivery_mode=2)
            await self._channel.default_exchange.publish(message, routing_key=self.names.dead_queue(SERVICE))

    async def effects(self) -> list[Document]:
        return await self.database[EFFECTS].find().to_list(None)

    def environment(self) -> dict[str, str]:
        """What the command line needs to reach these."""
        return {"HELPDESK_AMQP_URL": self._servers.rabbit.url, "HELPDESK_NAMESPACE": self.names.namespace}

    @asynccontextmanager
    async def consumed(self) -> AsyncIterator[None]:
        """A consumer in this process; nothing deadly may be put."""
        consumer = consumer_of(self._settings())
        running = asyncio.create_task(consumer.run())
        try:
            yield
        finally:
            await consumer.close()
            running.cancel()
            await asyncio.wait([running])

    def _settings(self) -> dict[str, str]:
        return {
            "amqp_url": self._servers.rabbit.url,
            "mongo_url": self._servers.mongo.url,
            "namespace": self.names.namespace,
        }

    @contextmanager
    def mourned(self, *, copies: int, directory: Path) -> Iterator[Path]:
        """Processes that consume, die and come back; where they log their deaths."""
        processes = [_process(copy, self._settings(), directory=directory) for copy in range(copies)]
        for process in processes:
            process.spawn()
        try:
            yield directory
        finally:
            for process in processes:
                process.stop()


def _process(copy: int, settings: Mapping[str, str], *, directory: Path) -> Process:
    return Process(
        f"mourned-{copy}",
        command=(sys.executable, "-m", "tests.support.mourned"),
        environment={**os.environ, "MOURNED": json.dumps(settings)},
        log=directory / f"mourned-{copy}.log",
        directory=ROOT,
    )


def deaths(directory: Path) -> int:
    return sum(log.read_text().count("died\n") for log in directory.glob("mourned-*.log"))


@asynccontextmanager
async def routing_queues(servers: BackingServers) -> AsyncIterator[Queues]:
    """Declared, and empty."""
    names = Names(f"t{secrets.token_hex(5)}")
    async with await aio_pika.connect(servers.rabbit.url) as connection:
        channel = await connection.channel()
        await declare(connection, channel, names=names)
        yield Queues(servers, channel, names)


def shuffled(events: list[TenantDeleted], *, seed: int) -> list[TenantDeleted]:
    return random.Random(seed).sample(events, len(events))
