"""Receivers that misbehave, each in its own way, behind one port: the path says which."""

import asyncio
import gzip
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Self

from deploy.local.ports import LOOPBACK

Handler = Callable[["BadReceivers", asyncio.StreamWriter], Awaitable[None]]

HANG_SECONDS = 60.0
ALMOST_SECONDS = 14.5
MIB = 2**20
BOMB = gzip.compress(bytes(32 * MIB))


class BadReceivers:
    """A raw server with a thread of its own; `asked` counts the requests of each path."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: Counter[str] = Counter()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="bad receivers", daemon=True)
        self._server: asyncio.Server

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(timeout=10)
        self.url = f"http://{LOOPBACK}:{self._server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(timeout=10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)

    async def _serve(self) -> None:
        self._server = await asyncio.start_server(self._meet, LOOPBACK, 0, limit=4 * MIB)

    async def _close(self) -> None:
        self._server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            kind = head.split(b" ", 2)[1].decode().split("/")[1]
            self.asked[kind] += 1
            await KINDS[kind](self, writer)
        except asyncio.CancelledError:
            # The server closes. Raised anew, it would be logged as an error for each that still hangs.
            return
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, IndexError, KeyError):
            # It went, or spoke TLS: whatever comes of that is the sender's to bear.
            writer.write(b"not what was asked for\r\n\r\n")
        finally:
            writer.close()


async def _say(writer: asyncio.StreamWriter, status: str, *headers: str, body: bytes = b"") -> None:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close", "", ""]
    writer.write("\r\n".join(lines).encode() + body)
    await writer.drain()


def _saying(status: str, *headers: str, after: float = 0.0, body: bytes = b"") -> Handler:
    async def say(_: BadReceivers, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(after)
        await _say(writer, status, *headers, body=body)

    return say


def _redirecting(status: str) -> Handler:
    async def redirect(bad: BadReceivers, writer: asyncio.StreamWriter) -> None:
        await _say(writer, status, f"Location: {bad.url}/internal")

    return redirect


def _dripping(start: bytes) -> Handler:
    async def drip(_: BadReceivers, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(1.0)

    return drip


def _raw(content: bytes) -> Handler:
    async def speak(_: BadReceivers, writer: asyncio.StreamWriter) -> None:
        writer.write(content)
        await writer.drain()

    return speak


async def _endless(_: BadReceivers, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n")
    while True:
        writer.write(bytes(64 * 1024))
        await writer.drain()


async def _reset(_: BadReceivers, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


KINDS: dict[str, Handler] = {
    "error": _saying("500 No"),
    "almost-late": _saying("200 OK", after=ALMOST_SECONDS),
    "late": _saying("200 OK", after=HANG_SECONDS),
    "drip-head": _dripping(b"HTTP/1.1 200 OK\r\nX-Slow: "),
    "drip-body": _dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"),
    "endless": _endless,
    "bomb": _saying("200 OK", "Content-Encoding: gzip", body=BOMB),
    "301": _redirecting("301 There"),
    "302": _redirecting("302 There"),
    "307": _redirecting("307 There"),
    "308": _redirecting("308 There"),
    "internal": _saying("200 OK"),
    "reset": _reset,
    "204": _saying("204 Nothing"),
    "410": _saying("410 Gone"),
    "429-long": _saying("429 Later", "Retry-After: 1000000000"),
    "429-negative": _saying("429 Later", "Retry-After: -5"),
    "429-date": _saying("429 Later", "Retry-After: Fri, 31 Dec 2100 23:59:59 GMT"),
    "garbage": _raw(b"\x00\xff what is HTTP?\r\n\r\n"),
    "huge-head": _raw(b"HTTP/1.1 200 OK\r\nX-Huge: " + b"x" * MIB + b"\r\n\r\n"),
    "tls": _saying("200 OK"),
}
