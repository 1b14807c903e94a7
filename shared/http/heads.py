"""Requests whose head comes too slowly: a connection that keeps a server waiting for one is answered 408 and closed."""

import asyncio
from http import HTTPStatus
from random import getrandbits
from typing import Any

from pydantic_core import to_json
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from shared.dialects.messenger import error_out
from shared.errors import TooSlow

TOO_SLOW = TooSlow("The request's head did not arrive in time.")


class TimedHeads(HttpToolsProtocol):
    """A connection that waits `head_seconds` for a request's head: after it was made, or the head has begun.

    One that says nothing at all, or sends what begins no request, is closed without a word. A connection kept for the
    next request is the server's own to close.
    """

    head_seconds: float

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._waiting: asyncio.TimerHandle | None = None
        self._begun = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        # What belongs to no request has ended the server's own wait for the next one.
        if self._waiting is None and self.cycle is not None and self.cycle.response_complete:
            self._wait()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._begun = True
        self._wait()

    def on_headers_complete(self) -> None:
        self._begun = False
        self._stop()
        super().on_headers_complete()

    def _wait(self) -> None:
        self._stop()
        self._waiting = self.loop.call_later(self.head_seconds, self._give_up)

    def _stop(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if self.transport.is_closing():
            return
        if self.cycle is not None and not self.cycle.response_complete:
            # The request before it is still being answered, and answers come in order.
            self._wait()
            return
        if self._begun:
            self.transport.write(_answer())
        self.transport.close()


def heads_within(seconds: float) -> type[TimedHeads]:
    """The protocol for a server that waits so long for a head."""
    return type("TimedHeads", (TimedHeads,), {"head_seconds": seconds})


def _answer() -> bytes:
    """The 408, in the words of the messenger surface: which one was meant, nobody has said yet."""
    request_id = f"{getrandbits(128):032x}"
    status, said = error_out(TOO_SLOW, request_id=request_id)
    body = to_json(said)
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\nconnection: close\r\nx-request-id: {request_id}\r\n\r\n"
    )
    return head.encode() + body
