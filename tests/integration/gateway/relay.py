"""A wire between a process and a server that a test can cut or jam, without hurting the server for anybody else."""

import asyncio
from contextlib import suppress
from typing import Self


class Relay:
    """Listens on a port of its own and passes everything to `host:port`, while it is whole."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._whole = asyncio.Event()
        self._whole.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    async def __aenter__(self) -> Self:
        await self._listen()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.cut()

    def jam(self) -> None:
        """Let connections stand, and nothing through."""
        self._whole.clear()

    async def cut(self) -> None:
        """Break every connection and take none."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        self._whole.set()

    async def mend(self) -> None:
        """Let everything through again."""
        self._whole.set()
        if self._server is None or not self._server.is_serving():
            await self._listen()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._join, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(*self._target)
        self._writers |= {writer, back}
        with suppress(ConnectionError):
            await asyncio.gather(self._pass(reader, back), self._pass(there, writer))
        for each in (writer, back):
            self._writers.discard(each)
            each.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(65_536):
            await self._whole.wait()
            writer.write(piece)
            await writer.drain()
        writer.transport.abort()
