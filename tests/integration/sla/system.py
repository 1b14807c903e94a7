"""SLA as real processes beside a test that publishes tickets' events and hears what is announced."""

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self
from uuid import UUID, uuid4

import aio_pika
import httpx
from aio_pika.abc import AbstractConnection, AbstractIncomingMessage

from shared.bus.publisher import Publisher
from shared.bus.topology import Names
from shared.events.decisions import SlaApplied, SlaBreached, SlaCloseDue, SlaWarning, TicketUnanswered
from shared.events.envelope import Event
from shared.events.registry import EVENTS
from shared.identity import HEADER, Caller, sign
from shared.mongo import Document, connect
from shared.vocabulary import Role, Scope, Surface
from tests.support.eventually import eventually
from tests.support.servers import BackingServers
from tests.support.stack import Stack

ANNOUNCED = (SlaApplied, SlaWarning, SlaBreached, SlaCloseDue, TicketUnanswered)


class SlaSystem:
    """`async with` starts the processes and waits until they consume; an hour of a tenant's terms is a second."""

    def __init__(self, servers: BackingServers, *, directory: Path, copies: int = 1) -> None:
        self.stack = Stack(
            servers,
            directory=directory,
            services=["sla"],
            copies={"sla": copies},
            settings={"HELPDESK_SLA_SECONDS_PER_HOUR": "1"},
        )
        self._names = Names(self.stack.namespace)
        self._amqp_url = servers.rabbit.url
        self._publisher = Publisher(url=servers.rabbit.url, names=self._names)
        self._publishing = asyncio.create_task(self._publisher.run())
        self._listening: AbstractConnection | None = None
        self._heard: dict[UUID, Event] = {}
        self.watches = connect(servers.mongo.url, database=f"{self.stack.namespace}_sla")["watches"]

    async def __aenter__(self) -> Self:
        await eventually(lambda: self._publisher.connected, what="the test can publish")
        await self._listen()
        await self.stack.start()
        await self.consuming()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stack.stop()
        self._publishing.cancel()
        with suppress(asyncio.CancelledError):
            await self._publishing
        await self._publisher.close()
        if self._listening is not None:
            await self._listening.close()

    async def consuming(self) -> None:
        """Return once every process serves and consumes."""
        async with httpx.AsyncClient(trust_env=False, verify=False) as client:
            for url in self.stack.urls["sla"]:

                async def consumes(url: str = url) -> bool:
                    return all((await client.get(f"{url}/readyz")).json()["checks"].values())

                await eventually(consumes, within=30, what="SLA consumes")

    async def ask(
        self,
        method: str,
        path: str,
        *,
        tenant_id: UUID,
        json: object = None,
        role: Role = Role.ADMIN,
        surface: Surface = Surface.MESSENGER,
        via: str | None = None,
    ) -> httpx.Response:
        """What SLA answers to a caller whom the gateway let in, or for whom a sibling (`via`) asks."""
        scopes = (Scope.READ, Scope.WRITE)
        caller = Caller(str(tenant_id), role, scopes, "A key", surface, request_id=uuid4().hex, via=via)
        headers = {HEADER: sign(caller, secret=self.stack.settings["HELPDESK_IDENTITY_SECRET"])}
        async with httpx.AsyncClient(base_url=self.stack.urls["sla"][0], trust_env=False, verify=False) as client:
            return await client.request(method, path, headers=headers, json=json)

    async def publish(self, events: Sequence[Event]) -> None:
        """Publish one after the other, in this order; each is confirmed."""
        for event in events:
            await self._publisher.publish(event.to_json(), event_id=str(event.id), event_type=event.TYPE)

    async def watch(self, ticket_id: UUID, *, sequence: int) -> Document:
        """The ticket's stored watch, once it has heard of the event with this sequence."""

        async def found() -> Document | None:
            return await self.watches.find_one({"_id": ticket_id, "last_sequence": sequence})

        watch = await eventually(found, within=20, what="a watch")
        assert watch is not None
        return watch

    async def followed(self, ticket_id: UUID, *, marks: int) -> None:
        """Return once so many marks of the ticket's course are known, and what was promised."""
        known = {"_id": ticket_id, "course": {"$size": marks}, "promise": {"$exists": True}}
        await eventually(lambda: self.watches.find_one(known), within=20, what=f"{marks} marks")

    async def idle(self, tickets: Collection[UUID], *, within: float = 30.0) -> None:
        """Return once all of these tickets are watched, none of their timers is pending and everything is announced."""
        theirs = {"_id": {"$in": list(tickets)}}

        async def nothing_left() -> bool:
            left = {"$or": [{"due_at": {"$exists": True}}, {"outbox.0": {"$exists": True}}]}
            watched = await self.watches.count_documents({**theirs, "promise": {"$exists": True}})
            return watched == len(tickets) and await self.watches.count_documents({**theirs, **left}) == 0

        await eventually(nothing_left, within=within, what="every timer fired")

    def heard(self) -> list[Event]:
        """Everything that was announced so far."""
        return list(self._heard.values())

    def announced(self, ticket_id: UUID) -> Counter[str]:
        """How many events of each sort were announced about a ticket; a breach is called by its target."""
        return Counter(_sort(event) for event in self._heard.values() if event.subject == str(ticket_id))

    async def hear(self, ticket_id: UUID, sort: str, *, times: int = 1, within: float = 20.0) -> list[Event]:
        """The events of a sort about a ticket, once there are so many."""
        await eventually(lambda: self.announced(ticket_id)[sort] >= times, within=within, what=f"{sort} x {times}")
        return [event for event in self._heard.values() if event.subject == str(ticket_id) and _sort(event) == sort]

    async def _listen(self) -> None:
        self._listening = await aio_pika.connect(self._amqp_url)
        channel = await self._listening.channel()
        queue = await channel.declare_queue(exclusive=True)
        for event in ANNOUNCED:
            await queue.bind(self._names.events, routing_key=event.TYPE)
        await queue.consume(self._note, no_ack=True)

    async def _note(self, message: AbstractIncomingMessage) -> None:
        event = EVENTS[message.routing_key or ""].model_validate_json(message.body)
        self._heard[event.id] = event


def _sort(event: Event) -> str:
    if isinstance(event, SlaWarning):
        return f"{event.data.target}_warning"
    return event.data.target if isinstance(event, SlaBreached) else event.type
