"""A connection to the broker that comes back: opens, declares, and opens again for as long as the process lives."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange
from aio_pika.exceptions import AMQPError, ChannelInvalidStateError

from shared.bus.topology import Names, declare
from shared.log import get_logger
from shared.retry import patiently

log = get_logger()

CONNECT_SECONDS = 5.0
OPEN_SECONDS = 15.0
# Using a channel that was closed a moment ago raises a RuntimeError of its own.
BROKER_TROUBLE = (AMQPError, ChannelInvalidStateError, OSError, asyncio.TimeoutError, ConnectionError)

OnOpen = Callable[[AbstractChannel, AbstractExchange], Awaitable[None]]


class Link:
    """Holds one connection with one channel; `on_open` is awaited whenever a fresh channel stands."""

    def __init__(self, *, url: str, names: Names, purpose: str, on_open: OnOpen) -> None:
        self._url = url
        self._names = names
        self._purpose = purpose
        self._on_open = on_open
        self._connection: AbstractConnection | None = None
        self._lost = asyncio.Event()
        self._closed = False
        self.connected = False

    async def keep(self) -> None:
        """Run until closed or cancelled: connect, wait for the loss, pause, connect again."""
        reach = patiently(*BROKER_TROUBLE, tell=self._tell)
        while not self._closed:
            await reach(self._reach)
            if self._closed:
                return await self._drop()
            await self._lost.wait()
            if not self._closed:
                log.warning("broker lost", purpose=self._purpose)
                await self._drop()
        return None

    def _tell(self, error: BaseException, pause: float) -> None:
        log.warning("broker away", purpose=self._purpose, error=repr(error), again_in_seconds=pause)

    async def _reach(self) -> None:
        if self._closed:
            return
        try:
            await self._open()
        except BROKER_TROUBLE:
            await self._drop()
            raise

    async def _open(self) -> None:
        self._lost.clear()
        self._connection = await aio_pika.connect(self._url, timeout=CONNECT_SECONDS)
        self._connection.close_callbacks.add(self._note_loss)
        # A broker that hangs lets one in and then says nothing.
        async with asyncio.timeout(OPEN_SECONDS):
            with _closed_for_a_reason():
                await self._open_channel(self._connection)
        self.connected = not self._lost.is_set()
        log.info("broker reached", purpose=self._purpose)

    async def _open_channel(self, connection: AbstractConnection) -> None:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        channel.close_callbacks.add(self._note_loss)
        exchange = await declare(connection, channel, names=self._names)
        await self._on_open(channel, exchange)

    def _note_loss(self, *_: object) -> None:
        self.connected = False
        self._lost.set()

    async def close(self) -> None:
        """Close the connection for good; a broker that is already gone is no error."""
        self._closed = True
        await self._drop()

    async def _drop(self) -> None:
        self.connected = False
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(*BROKER_TROUBLE):
                await asyncio.wait_for(connection.close(), timeout=CONNECT_SECONDS)


@contextmanager
def _closed_for_a_reason() -> Iterator[None]:
    """Where a connection closes, the library raises a bare Exception or RuntimeError: that is a ConnectionError."""
    try:
        yield
    except Exception as error:
        if type(error) not in (Exception, RuntimeError):
            raise
        raise ConnectionError("the connection was closed") from error
