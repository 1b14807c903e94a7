"""Notifications as a real process, with the bus, the database and the HTTP door at which tests stand."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import aio_pika
import httpx

from deploy.local.ports import free_port
from shared.bus.publisher import Publisher
from shared.bus.topology import Names
from shared.events.decisions import MessageDelivery, MessageDeliveryData
from shared.events.envelope import Event
from shared.identity import HEADER, Caller, sign
from shared.mongo import Database, connect
from shared.vocabulary import Role, Scope, Surface
from tests.support.eventually import eventually
from tests.support.servers import BackingServers
from tests.support.stack import Stack

CHANNELS = "/v1/helpdesk/channels"


@dataclass
class Desk:
    """`reports` are the delivery events seen so far, by message."""

    stack: Stack
    database: Database
    publisher: Publisher
    public_url: str
    reports: dict[UUID, list[MessageDeliveryData]] = field(default_factory=lambda: defaultdict(list))

    @property
    def url(self) -> str:
        return self.stack.urls["notifications"][0]

    @property
    def log(self) -> str:
        return self.stack.process("notifications").log.read_text()

    async def ask(
        self, method: str, path: str, *, tenant_id: UUID, json: Any = None, role: Role = Role.ADMIN
    ) -> httpx.Response:
        """What notifications answers to a caller whom the gateway let in."""
        caller = Caller(
            tenant_id=str(tenant_id),
            role=role,
            scopes=(Scope.READ, Scope.WRITE),
            name="test",
            surface=Surface.MESSENGER,
            request_id=uuid4().hex,
        )
        headers = {HEADER: sign(caller, secret=self.stack.settings["HELPDESK_IDENTITY_SECRET"])}
        async with httpx.AsyncClient(base_url=self.url, timeout=15, trust_env=False, verify=False) as client:
            return await client.request(method, CHANNELS + path, json=json, headers=headers)

    async def add_channel(self, tenant_id: UUID, token: str, *, kind: str = "telegram") -> dict[str, Any]:
        answer = await self.ask("POST", "", tenant_id=tenant_id, json={"kind": kind, "token": token})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def publish(self, *events: Event) -> None:
        """Put the events on the bus, one after the other."""
        for event in events:
            await self.publisher.publish(
                event.to_json(), event_id=str(event.id), event_type=event.type, also=event.also
            )

    async def reported(self, message_id: UUID, *statuses: str, within: float = 10.0) -> list[MessageDeliveryData]:
        """The reports about a message once they are these, in the order of their times."""
        await eventually(
            lambda: [report.status for report in self.reports[message_id]] == list(statuses),
            within=within,
            what=f"reports {statuses}",
        )
        return self.reports[message_id]

    async def ready(self) -> None:
        await eventually(self._ready, within=30, what="notifications serves and consumes")

    async def _ready(self) -> bool:
        async with httpx.AsyncClient(trust_env=False, verify=False) as client:
            answer = await client.get(self.url + "/readyz")
        return all(answer.json()["checks"].values())


@contextlib.asynccontextmanager
async def open_desk(
    servers: BackingServers,
    *,
    directory: Path,
    telegram_url: str,
    max_url: str,
    copies: int = 1,
    more: Mapping[str, str] | None = None,
) -> AsyncIterator[Desk]:
    """A running notifications in a namespace of its own, and a listener to what it reports; `more` are settings."""
    public_url = f"http://127.0.0.1:{free_port()}"
    settings = {
        "HELPDESK_TELEGRAM_API_BASE": telegram_url,
        "HELPDESK_MAX_API_BASE": max_url,
        "HELPDESK_PUBLIC_URL": public_url,
        **(more or {}),
    }
    stack = Stack(
        servers,
        directory=directory,
        services=["notifications"],
        settings=settings,
        copies={"notifications": copies},
    )
    names = Names(stack.namespace)
    publisher = Publisher(url=servers.rabbit.url, names=names)
    database = connect(servers.mongo.url, database=f"{stack.namespace}_notifications")
    desk = Desk(stack, database, publisher, public_url)
    link = asyncio.create_task(publisher.run())
    try:
        await eventually(lambda: publisher.connected, within=15, what="the bus is reached")
        async with _listening(desk, url=servers.rabbit.url, names=names):
            await stack.start()
            await desk.ready()
            yield desk
    finally:
        await stack.stop()
        link.cancel()
        await publisher.close()
        await database.client.drop_database(database.name)
        database.client.close()


@contextlib.asynccontextmanager
async def _listening(desk: Desk, *, url: str, names: Names) -> AsyncIterator[None]:
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(exclusive=True)
        await queue.bind(names.events, routing_key=MessageDelivery.TYPE)
        seen: dict[UUID, dict[UUID, MessageDelivery]] = defaultdict(dict)

        async def note(message: aio_pika.abc.AbstractIncomingMessage) -> None:
            event = MessageDelivery.model_validate_json(message.body)
            about = seen[event.data.message_id]
            about[event.id] = event
            in_time = sorted(about.values(), key=lambda each: each.time)
            desk.reports[event.data.message_id] = [each.data for each in in_time]

        await queue.consume(note, no_ack=True)
        yield
