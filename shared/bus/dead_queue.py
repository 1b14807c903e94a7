"""Looking at a service's dead letters and putting them back, without loss and without a change of their order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Self

import aio_pika
from aio_pika.abc import AbstractConnection
from aiormq import Channel as Wire
from aiormq import spec
from aiormq.abc import DeliveredMessage

from shared.bus.dead_letters import DeadLetter, read_dead_letter
from shared.bus.link import BROKER_TROUBLE, CONNECT_SECONDS
from shared.bus.publisher import CONFIRM_SECONDS, PERSISTENT
from shared.bus.reasons import LIFE, ROUTING_KEY
from shared.bus.topology import Names
from shared.errors import Unavailable
from shared.ids import new_id

# Always so many are taken at once: what the broker is given back it keeps in the order in which it lent it, but behind
# what was given back before. So the order stays where every look is as wide as the last.
WINDOW = 10_000
# Where all are to go the order does not matter, and what is lent is kept in memory.
HANDFUL = 200
# A command that is alone at the queue is sent what there is at once; one beside it may hold the rest.
SILENCE_SECONDS = 2.0


class DeadQueues:
    """The dead queues of one system, for as long as `async with` lasts. Raises Unavailable where the broker is away."""

    def __init__(self, *, url: str, names: Names) -> None:
        self._url = url
        self._names = names
        self._connection: AbstractConnection | None = None

    async def __aenter__(self) -> Self:
        try:
            self._connection = await aio_pika.connect(self._url, timeout=CONNECT_SECONDS)
        except BROKER_TROUBLE as error:
            raise Unavailable(f"the broker does not answer: {error}") from error
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._connection is not None:
            await self._connection.close()

    async def look(self, service: str, *, each: Callable[[DeadLetter, bytes], None]) -> int:
        """Show every dead letter, but no more than 10,000; how many the queue has. All go back at the end."""
        async with self._borrowed(service, window=WINDOW) as (_, letters, waiting):
            # To the end, whatever is looked for: what was lent in part would go back behind what was not.
            async for message in letters:
                each(read_dead_letter(message, service=service), message.body)
        return waiting

    async def put_back(self, service: str, letter_id: str) -> int:
        """Put the letters of that id back onto the service's own queue, to be counted anew; how many there were.

        Each is acknowledged only when the broker has confirmed its other self: a command that is killed leaves some
        twice, and none nowhere.
        """
        put = 0
        async with self._borrowed(service, window=WINDOW) as (wire, letters, _):
            async for message in letters:
                letter = read_dead_letter(message, service=service)
                if letter.id == letter_id:
                    await self._revive(message, letter=letter, wire=wire)
                    put += 1
        return put

    async def put_all_back(self, service: str) -> int:
        """The same for as many as the queue had at the beginning: what dies again meanwhile is left where it is."""
        put = 0
        had: int | None = None
        while had is None or put < had:
            before = put
            async with self._borrowed(service, window=HANDFUL) as (wire, letters, waiting):
                had = waiting if had is None else had
                async for message in letters:
                    if put == had:
                        break
                    await self._revive(message, letter=read_dead_letter(message, service=service), wire=wire)
                    put += 1
            if put == before:
                break
        return put

    async def _revive(self, message: DeliveredMessage, *, letter: DeadLetter, wire: Wire) -> None:
        was = message.header.properties
        properties = spec.Basic.Properties(
            content_type=was.content_type,
            delivery_mode=PERSISTENT,
            message_id=was.message_id,
            message_type=letter.type,
            headers={LIFE: str(new_id()), ROUTING_KEY: letter.routing_key or ""},
        )
        await wire.basic_publish(
            message.body,
            routing_key=self._names.queue(letter.service),
            properties=properties,
            mandatory=True,
            timeout=CONFIRM_SECONDS,
        )
        assert message.delivery_tag is not None
        await wire.basic_ack(message.delivery_tag)

    @asynccontextmanager
    async def _borrowed(
        self, service: str, *, window: int
    ) -> AsyncIterator[tuple[Wire, AsyncIterator[DeliveredMessage], int]]:
        """A channel, the letters that come on it, and how many there are; closing it gives them back in their order."""
        assert self._connection is not None
        name = self._names.dead_queue(service)
        try:
            channel = await self._connection.channel(publisher_confirms=True, on_return_raises=True)
            queue = await channel.declare_queue(name, passive=True)
            waiting = queue.declaration_result.message_count or 0
            await channel.set_qos(prefetch_count=window)
            wire = await channel.get_underlay_channel()
            assert isinstance(wire, Wire)
            try:
                yield wire, _arriving(wire, name, expected=min(waiting, window)), waiting
            finally:
                await channel.close()
        except BROKER_TROUBLE as error:
            raise Unavailable(f"{name}: {error}") from error


async def _arriving(wire: Wire, queue: str, *, expected: int) -> AsyncIterator[DeliveredMessage]:
    """What the queue lends, until all that is expected has come, or nothing more comes."""
    arrived: asyncio.Queue[DeliveredMessage] = asyncio.Queue()
    await wire.basic_consume(queue, arrived.put)
    for _ in range(expected):
        try:
            yield await asyncio.wait_for(arrived.get(), SILENCE_SECONDS)
        except TimeoutError:
            return
