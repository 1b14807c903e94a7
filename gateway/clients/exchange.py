"""One request and one answer on a pooled connection.

Pool, timeouts and parser are aiohttp's; what its session does around them for a general client (cookies, redirects,
decoding, authentication, its own headers) a proxy must not do, and pays half of its time for.
"""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
from aiohttp.client_reqrep import ClientRequest
from aiohttp.connector import Connection
from aiohttp.http import StreamWriter
from yarl import URL

from gateway.clients.session import SILENCE_SECONDS, TIMEOUT
from gateway.domain.exchange import Onward, RawHeaders
from shared.errors import Unavailable

SHORT_BYTES = 64 * 1024
ALWAYS_EMPTY = frozenset({204, 304})
BROKEN_OFF = (aiohttp.ClientError, aiohttp.http.HttpProcessingError, asyncio.TimeoutError, OSError)


class Address:
    """One address of a service, as the pool knows it."""

    def __init__(self, url: str) -> None:
        parsed = URL(url)
        self.key = ClientRequest("GET", parsed, loop=asyncio.get_running_loop())
        self.host = parsed.raw_authority.encode()
        self.base = parsed.raw_path.rstrip("/")


class UpstreamAnswer:
    """What a service answered; see `domain.exchange.Answer`."""

    __slots__ = ("_connection", "_payload", "body", "headers", "status")

    def __init__(self, connection: Connection, *, status: int, headers: RawHeaders, payload: aiohttp.StreamReader):
        self._connection = connection
        self._payload = payload
        self.status = status
        self.headers = headers
        self.body: bytes | None = None

    async def read(self) -> None:
        """Read the body whole. Raises one of BROKEN_OFF."""
        self.body = await self._payload.read()

    async def chunks(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._payload.iter_chunked(SHORT_BYTES):
                yield chunk
        except BROKEN_OFF as error:
            raise Unavailable(f"the service broke off: {type(error).__name__}") from error

    def abandon(self) -> None:
        self._connection.close()


async def connect(connector: aiohttp.BaseConnector, address: Address) -> Connection:
    """A connection from the pool or a new one. Raises ClientConnectorError or ConnectionTimeoutError."""
    try:
        return await connector.connect(address.key, [], TIMEOUT)
    except TimeoutError as error:
        raise aiohttp.ConnectionTimeoutError(f"no connection to {address.host!r}") from error


async def exchange(connection: Connection, onward: Onward, *, address: Address) -> UpstreamAnswer:
    """Send the request and read the answer's head, and its body where that is short. Raises one of BROKEN_OFF."""
    writing: asyncio.Task[None] | None = None
    try:
        writing = _send(connection, onward, address=address)
        answer = await _read_head(connection)
        if _is_short(answer, method=onward.method):
            await answer.read()
    except BaseException:
        connection.close()
        raise
    finally:
        if writing is not None and not writing.done():
            # The answer came before the body was sent: nothing can follow on this connection.
            writing.cancel()
            connection.close()
    return answer


def _send(connection: Connection, onward: Onward, *, address: Address) -> asyncio.Task[None] | None:
    protocol, transport = connection.protocol, connection.transport
    if protocol is None or transport is None:
        raise aiohttp.ServerDisconnectedError
    protocol.set_response_params(
        skip_payload=onward.method == "HEAD",
        read_until_eof=True,
        auto_decompress=False,
        read_timeout=SILENCE_SECONDS,
        read_bufsize=SHORT_BYTES,
    )
    head = _head(onward, address=address)
    protocol.start_timeout()
    if onward.body is None or isinstance(onward.body, bytes):
        transport.write(head + onward.body if onward.body else head)
        return None
    transport.write(head)
    return asyncio.create_task(_stream(connection, onward.body, chunked=not onward.length))


def _head(onward: Onward, *, address: Address) -> bytes:
    lines = [f"{onward.method} {address.base}{onward.target} HTTP/1.1".encode("ascii"), b"host: " + address.host]
    lines += [name + b": " + value for name, value in onward.headers]
    if isinstance(onward.body, bytes):
        lines.append(b"content-length: %d" % len(onward.body))
    elif onward.body is not None:
        lines.append(b"content-length: %d" % onward.length if onward.length else b"transfer-encoding: chunked")
    head = b"\r\n".join(lines)
    if head.count(b"\n") != len(lines) - 1 or b"\0" in head:
        raise ValueError("a header tries to be several")
    return head + b"\r\n\r\n"


async def _stream(connection: Connection, body: AsyncIterator[bytes], *, chunked: bool) -> None:
    """Send a body as it comes; one that cannot be read to its end takes the connection with it."""
    protocol = connection.protocol
    if protocol is None:
        return
    writer = StreamWriter(protocol, asyncio.get_running_loop())
    if chunked:
        writer.enable_chunking()
    try:
        async for piece in body:
            await writer.write(piece)
            # As long as the body is on its way, the service has nothing to say yet.
            protocol.start_timeout()
        await writer.write_eof()
    except Exception:
        connection.close()


async def _read_head(connection: Connection) -> UpstreamAnswer:
    protocol = connection.protocol
    if protocol is None:
        raise aiohttp.ServerDisconnectedError
    message, payload = await protocol.read()
    while 100 <= message.code < 200:
        message, payload = await protocol.read()
    payload.on_eof(connection.release)
    return UpstreamAnswer(connection, status=message.code, headers=message.raw_headers, payload=payload)


def _is_short(answer: UpstreamAnswer, *, method: str) -> bool:
    if method == "HEAD" or answer.status in ALWAYS_EMPTY:
        return True
    for name, value in answer.headers:
        if name.lower() == b"content-length":
            return int(value) <= SHORT_BYTES
    return False
