"""A consumer whose channel breaks: what it has begun is finished, what it has not acknowledged comes again."""

import asyncio
import secrets
from contextlib import suppress

import aio_pika
from structlog.contextvars import get_contextvars

from shared.bus.attempts import MongoAttempts
from shared.bus.consumer import Consumer
from shared.bus.publisher import Publisher
from shared.bus.topology import Names
from shared.errors import Unavailable
from shared.events.tenant import TenantData, TenantDeleted
from shared.ids import new_id
from shared.log import current_request_id
from shared.mongo import connect
from shared.trace import current_traceparent
from tests.support.eventually import eventually
from tests.support.servers import BackingServers

UNKNOWN_TAG = 99
TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


class Handling:
    """A handler that waits in the middle of its work until it is let on, or for as long as it is `unavailable`."""

    def __init__(self) -> None:
        self.begun = 0
        self.finished = 0
        self.go_on = asyncio.Event()
        self.unavailable = False
        self.carried: list[tuple[str | None, str | None, str | None]] = []

    async def __call__(self, _event: TenantDeleted) -> None:
        self.begun += 1
        logged = get_contextvars()["traceparent"]
        self.carried.append((current_request_id(), current_traceparent(), logged))
        if self.unavailable:
            raise Unavailable("not now")
        await self.go_on.wait()
        self.finished += 1


async def test_what_has_begun_is_finished_although_the_channel_is_gone_and_the_event_comes_again(
    servers: BackingServers,
) -> None:
    handling = Handling()
    async with Running(servers, handling) as running:
        await running.send()
        await eventually(lambda: handling.begun == 1, what="the handler begins")
        await running.break_channel()
        await eventually(lambda: handling.begun == 2, what="the event comes again")
        handling.go_on.set()
        await eventually(lambda: handling.finished == 2, what="both are finished")
        assert await running.left() == 0


async def test_a_handler_that_waits_for_its_database_gives_up_an_event_that_comes_again(
    servers: BackingServers,
) -> None:
    handling = Handling()
    handling.unavailable = True
    async with Running(servers, handling) as running:
        await running.send()
        await eventually(lambda: handling.begun >= 1, what="the handler begins")
        await running.break_channel()
        await eventually(lambda: handling.begun >= 3, what="the event is tried again")
        assert len(running.consumer._busy) == 1
        handling.unavailable = False
        handling.go_on.set()
        await eventually(lambda: handling.finished == 1, within=15.0, what="the event is handled")
        assert await running.left() == 0


async def test_a_handler_works_in_the_trace_and_the_request_that_its_event_came_from(servers: BackingServers) -> None:
    handling = Handling()
    handling.go_on.set()
    async with Running(servers, handling) as running:
        await running.send(requestid="r-1", traceparent=TRACEPARENT)
        await running.send()
        await eventually(lambda: handling.finished == 2, what="both are handled")
    assert handling.carried == [("r-1", TRACEPARENT, TRACEPARENT), (None, None, None)]


class Running:
    """A consumer of routing's queue in a namespace of its own."""

    def __init__(self, servers: BackingServers, handling: Handling) -> None:
        names = Names(f"t{secrets.token_hex(5)}")
        self._url = url = servers.rabbit.url
        self._queue = names.queue("routing")
        self.publisher = Publisher(url=url, names=names)
        self.consumer = Consumer(
            url=url,
            names=names,
            service="routing",
            handlers={TenantDeleted: handling},
            attempts=MongoAttempts(connect(servers.mongo.url, database=f"{names.namespace}_routing")),
        )
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "Running":
        self._tasks = [asyncio.create_task(one.run()) for one in (self.publisher, self.consumer)]
        await eventually(lambda: self.publisher.connected and self.consumer.connected, within=20.0)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.consumer.close()
        await self.publisher.close()
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def send(self, **attributes: str) -> None:
        tenant_id = new_id()
        data = TenantData(id=tenant_id, name="Acme")
        event = TenantDeleted(subject=str(tenant_id), tenantid=tenant_id, data=data, **attributes)  # type: ignore[arg-type]
        await self.publisher.publish(event.to_json(), event_id=str(event.id), event_type=event.TYPE)

    async def break_channel(self) -> None:
        """The broker closes a channel that acknowledges what it never delivered."""
        assert self.consumer._wire is not None
        await self.consumer._wire.basic_ack(UNKNOWN_TAG, wait=False)

    async def left(self) -> int:
        """How many events the queue still has when the consumer has gone."""
        await self.consumer.close()
        async with await aio_pika.connect(self._url) as connection:
            queue = await (await connection.channel()).declare_queue(self._queue, passive=True)
            return queue.declaration_result.message_count or 0
