"""Tickets as a real process, beside a test that hears its events and publishes what others decide."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import Self
from uuid import UUID

import aio_pika
import httpx
from aio_pika.abc import AbstractConnection, AbstractIncomingMessage

from shared.bus.publisher import Publisher
from shared.bus.topology import Names
from shared.events.configuration import DirectoryChanged, SettingsChanged
from shared.events.envelope import Event
from shared.events.registry import EVENTS
from shared.events.ticket import TicketEvent
from shared.mongo import connect
from tests.support.eventually import eventually
from tests.support.servers import BackingServers
from tests.support.stack import Stack

# Tickets hears of its own changes of configuration too: those are none that a test has published.
OWN = "audit.recorded"
COUNTED = re.compile(r'^helpdesk_events_consumed_total\{outcome="(\w+)",type="([\w.]+)"\} ([\d.]+)', re.MULTILINE)


class TicketsSystem:
    """`async with` starts the process and waits until it consumes; the test's own queue hears every event."""

    def __init__(self, servers: BackingServers, *, directory: Path, copies: int = 1, mortal: bool = False) -> None:
        """A `mortal` one dies where a trap in `directory` says (tests/support/mortal.py)."""
        self.stack = self._stack(servers, directory=directory, copies=copies, mortal=mortal)
        self.secret = self.stack.settings["HELPDESK_IDENTITY_SECRET"]
        self.urls = self.stack.urls["tickets"]
        self.turn = cycle(self.urls)
        self.http = httpx.AsyncClient(
            trust_env=False, timeout=15.0, limits=httpx.Limits(max_connections=200), verify=False
        )
        self.database = connect(servers.mongo.url, database=f"{self.stack.namespace}_tickets")
        self._names = Names(self.stack.namespace)
        self._amqp_url = servers.rabbit.url
        self._publisher = Publisher(url=servers.rabbit.url, names=self._names)
        self._publishing: asyncio.Task[None] | None = None
        self._listening: AbstractConnection | None = None
        self._heard: dict[str, dict[UUID, TicketEvent]] = defaultdict(dict)
        self._configured: dict[str, dict[UUID, Event]] = defaultdict(dict)

    async def __aenter__(self) -> Self:
        self._publishing = asyncio.create_task(self._publisher.run())
        await eventually(lambda: self._publisher.connected, within=30, what="the test can publish")
        await self.listen()
        await self.stack.start()
        await self.consuming()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()
        await self.stack.stop()
        if self._publishing is not None:
            self._publishing.cancel()
            with suppress(asyncio.CancelledError):
                await self._publishing
        await self._publisher.close()
        await self.deafen()
        self.database.client.close()

    def _stack(self, servers: BackingServers, *, directory: Path, copies: int, mortal: bool) -> Stack:
        trapped = {"MORTAL_MODULE": "services.tickets", "MORTAL_TRAPS": str(directory)}
        return Stack(
            servers,
            directory=directory,
            services=["tickets"],
            copies={"tickets": copies},
            settings=trapped if mortal else None,
            modules={"tickets": "tests.support.mortal"} if mortal else None,
        )

    async def consuming(self) -> None:
        """Return once every process serves and consumes."""
        for url in self.urls:

            async def consumes(url: str = url) -> bool:
                return all((await self.http.get(f"{url}/readyz")).json()["checks"].values())

            await eventually(consumes, within=40, what="tickets consumes")

    async def publish(self, *events: Event) -> None:
        """Publish one after the other, in this order, each confirmed; return when tickets has handled all of them."""
        before = await self.consumed()
        for event in events:
            await self._publisher.publish(event.to_json(), event_id=str(event.id), event_type=event.TYPE)

        async def handled() -> bool:
            return await self.consumed() >= before + len(events)

        await eventually(handled, within=20, what=f"{len(events)} events are handled")

    async def consumed(self, *, outcome: str = "done") -> int:
        """How many events all processes have handled so far."""
        text = "\n".join([(await self.http.get(f"{url}/metrics")).text for url in self.urls])
        found = COUNTED.findall(text)
        return sum(int(float(count)) for what, kind, count in found if what == outcome and kind != OWN)

    def heard(self, subject: str) -> list[TicketEvent]:
        """The events about a ticket so far, in the order of their sequence."""
        return sorted(self._heard[subject].values(), key=lambda event: event.order)

    def heard_of(self, subject: str) -> list[Event]:
        """The events so far about a row of the directory, or a tenant's settings."""
        return list(self._configured[subject].values())

    async def hear(self, subject: str, *, upto: int, within: float = 15.0) -> list[TicketEvent]:
        """The events about a ticket, once the one with this sequence and all before it have come."""
        await eventually(
            lambda: [event.sequence for event in self.heard(subject)][:upto] == sequence(upto),
            within=within,
            what=f"events 1 to {upto} of {subject}",
        )
        return self.heard(subject)

    async def outbox_empty(self, subjects: Sequence[str]) -> None:
        """Return once nothing about these tickets waits to be published."""
        query = {"_id": {"$in": [UUID(subject) for subject in subjects]}, "outbox.0": {"$exists": True}}

        async def empty() -> bool:
            return await self.database["tickets"].count_documents(query) == 0

        await eventually(empty, what="everything is published and forgotten")

    async def listen(self) -> None:
        """Hear every event from now on."""
        self._listening = await aio_pika.connect(self._amqp_url)
        channel = await self._listening.channel()
        queue = await channel.declare_queue(f"{self._names.namespace}.heard", durable=True)
        await queue.bind(self._names.events, routing_key="#")
        await queue.consume(self._note, no_ack=True)

    async def deafen(self) -> None:
        """Hear nothing more; what is published meanwhile waits in the queue."""
        if self._listening is not None:
            with suppress(*(ConnectionError, OSError, aio_pika.exceptions.AMQPError)):
                await self._listening.close()

    async def _note(self, message: AbstractIncomingMessage) -> None:
        event = EVENTS[message.routing_key or ""].model_validate_json(message.body)
        if isinstance(event, SettingsChanged | DirectoryChanged):
            self._configured[event.subject][event.id] = event
        if isinstance(event, TicketEvent):  # the rest is what the tests publish themselves
            self._heard[event.subject][event.id] = event


def sequence(upto: int) -> list[str]:
    return [str(number) for number in range(1, upto + 1)]
