"""Reading a request's body: counted, bounded in size and time, and whole where it is small."""

import asyncio
from collections.abc import AsyncIterator

from gateway.api.asgi import Receive
from gateway.api.head import Head
from gateway.domain.bodies import Allowance
from shared.errors import Malformed, TooLarge, TooSlow

WHOLE_BYTES = 64 * 1024


class Body:
    """The body of one request; `refused` is why it could not be read to its end while it was streamed."""

    def __init__(self, head: Head, *, receive: Receive, allowed: Allowance) -> None:
        """Raises Malformed where the length is said in two ways, and TooLarge where it is more than is allowed."""
        length, encoding = head.by_name.get(b"content-length"), head.by_name.get(b"transfer-encoding")
        if length is not None and encoding is not None:
            raise Malformed("Content-Length and Transfer-Encoding exclude one another.")
        if length is not None and not (length.isdigit() and length.isascii()):
            raise Malformed("Content-Length is not a number.")
        self.length = int(length) if length is not None else None
        self.absent = encoding is None and not self.length
        self.refused: Malformed | TooLarge | TooSlow | None = None
        self._receive = receive
        self._allowed = allowed
        self._read = 0
        self._more = not self.absent
        self._count(self.length or 0)

    async def whole_or_stream(self) -> bytes | AsyncIterator[bytes] | None:
        """None without a body, bytes up to 64 KiB, else an iterator. Raises TooLarge, TooSlow or Malformed."""
        if self.absent:
            return None
        start = await self._gather(WHOLE_BYTES)
        return self._stream(start) if self._more else start

    async def whole(self) -> bytes:
        """The body, however large within the limit. Raises TooLarge, TooSlow or Malformed."""
        return await self._gather(self._allowed.bytes)

    async def _gather(self, enough: int) -> bytes:
        pieces = []
        try:
            async with asyncio.timeout(self._allowed.silence):
                while self._more and self._read <= enough:
                    pieces.append(await self._next())
        except TimeoutError:
            raise TooSlow("The body did not arrive in time.") from None
        return b"".join(pieces)

    async def _stream(self, start: bytes) -> AsyncIterator[bytes]:
        yield start
        try:
            async with asyncio.timeout(self._allowed.seconds):
                while self._more:
                    async with asyncio.timeout(self._allowed.silence):
                        piece = await self._next()
                    yield piece
        except (Malformed, TooLarge) as error:
            self.refused = error
            raise
        except TimeoutError:
            self.refused = TooSlow("The body did not arrive in time.")
            raise self.refused from None

    async def _next(self) -> bytes:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise Malformed("The body broke off.")
        self._more = message.get("more_body", False)
        piece: bytes = message.get("body", b"")
        self._read += len(piece)
        self._count(self._read)
        return piece

    def _count(self, size: int) -> None:
        if size > self._allowed.bytes:
            raise TooLarge(f"The body is larger than {self._allowed.bytes} bytes.")
