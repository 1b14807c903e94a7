"""One request from its first byte to its answer's last: its id, its errors, its line in the log."""

import json
import re
from random import getrandbits
from time import perf_counter

from gateway.api.asgi import Message, Scope, Send
from gateway.api.head import Head
from gateway.api.tracing import trace_of
from gateway.domain.budget import Standing
from shared.dialects.errors import STATUS_NUMBERS
from shared.dialects.surfaces import ERROR_OUT
from shared.errors import HelpdeskError, TooSlow
from shared.log import line
from shared.telemetry import request_took
from shared.vocabulary import Surface

TOO_SLOW = STATUS_NUMBERS[TooSlow]
_SANE_ID = re.compile(rb"[A-Za-z0-9._-]{1,128}")


class Visit:
    """A request's passage; `surface` says in whose words errors are told, the messenger's until it is known."""

    def __init__(self, scope: Scope, *, send: Send) -> None:
        self.head = Head(scope["headers"])
        given = self.head.by_name.get(b"x-request-id")
        taken = given is not None and _SANE_ID.fullmatch(given)
        self.request_id = given.decode() if given and taken else f"{getrandbits(128):032x}"
        self.trace = trace_of(self.head)
        self.surface = Surface.MESSENGER
        self._standing: Standing | None = None
        self.tenant_id: str | None = None
        self.status = 0
        self._scope = scope
        self._send = send
        self._started = perf_counter()

    @property
    def answered(self) -> bool:
        return self.status != 0

    def stands(self, standing: Standing) -> None:
        """Let the answer say how the caller stands; of several standings it says the tightest."""
        if self._standing is None or standing.remaining <= self._standing.remaining:
            self._standing = standing

    async def start(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        """Send the head of the answer, with the request's id and what else every answer gets."""
        self.status = status
        if self._standing is not None:
            headers += _standing_headers(self._standing)
        headers.append((b"x-request-id", self.request_id.encode()))
        await self._send({"type": "http.response.start", "status": status, "headers": headers})

    async def write(self, body: bytes, *, more: bool = False) -> None:
        await self._send({"type": "http.response.body", "body": body, "more_body": more})

    async def pass_on(self, message: Message) -> None:
        """`send` for an app of our own."""
        if message["type"] == "http.response.start":
            await self.start(message["status"], list(message.get("headers", ())))
        else:
            await self._send(message)

    async def refuse(self, error: HelpdeskError) -> None:
        """Answer with an error in the surface's own form."""
        status, said = ERROR_OUT[self.surface](error, request_id=self.request_id)
        body = json.dumps(said).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        if retry_after := getattr(error, "retry_after_seconds", None):
            headers.append((b"retry-after", str(retry_after).encode()))
        if status == 401:
            headers.append((b"www-authenticate", b"Bearer"))
        if status == TOO_SLOW:
            headers.append((b"connection", b"close"))
        await self.start(status, headers)
        await self.write(body)

    def record(self) -> None:
        """Count the request and write its line."""
        seconds = perf_counter() - self._started
        method = self._scope["method"]
        request_took(seconds, method=method, status=self.status)
        line(
            "request",
            request_id=self.request_id,
            tenant_id=self.tenant_id,
            method=method,
            path=self._scope["path"],
            status=self.status,
            ms=round(seconds * 1000, 1),
            traceparent=self.trace.parent,
        )


def _standing_headers(standing: Standing) -> list[tuple[bytes, bytes]]:
    return [
        (b"ratelimit-limit", b"%d" % standing.limit),
        (b"ratelimit-remaining", b"%d" % standing.remaining),
        (b"ratelimit-reset", b"%d" % standing.reset_seconds),
    ]
