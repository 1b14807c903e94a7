"""A service that does nothing but say what it was sent: what the gateway's tests look at from behind."""

import asyncio
import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import uvicorn

BIG_BYTES = 5 * 1024 * 1024
PIECE = bytes(range(256)) * 256


@dataclass(frozen=True)
class Heard:
    """One request as it arrived."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        found = [value for each, value in self.headers if each == name.lower()]
        assert len(found) <= 1, f"{name} came {len(found)} times"
        return found[0] if found else None


class Echo:
    """Answers on a port of its own; `heard` keeps every request but the readiness checks, finished bodies alone.

    `unknown` are the ids of whom it says that they are nobody.
    """

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.heard: list[Heard] = []
        self.unknown: set[str] = set()
        config = uvicorn.Config(self._app, log_level="error", lifespan="off", interface="asgi3", proxy_headers=False)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def __enter__(self) -> "Echo":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    async def _app(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["path"] == "/readyz":
            await _answer(send, 200, b'{"service": "echo", "ready": true, "checks": {"works": true}}')
            return
        body, whole = b"", False
        while not whole:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body, whole = body + message["body"], not message["more_body"]
        query = scope["query_string"].decode()
        target = scope["raw_path"].decode() + (f"?{query}" if query else "")
        headers = [(name.decode(), value.decode()) for name, value in scope["headers"]]
        self.heard.append(Heard(scope["method"], target, headers, body))
        await self._reply(scope["path"].rpartition("/")[2], parse_qs(query), body=body, send=send)

    async def _reply(self, last: str, query: dict[str, list[str]], *, body: bytes, send: Any) -> None:
        match last:
            case nobody if nobody in self.unknown:
                await _answer(send, 404, b"{}")
            case "big":
                await _stream(send, pieces=pieces(), length=BIG_BYTES if "length" in query else None)
            case "broken":
                await _stream(send, pieces=iter([PIECE, PIECE]), length=BIG_BYTES)
            case "status":
                await _answer(send, int(query["is"][0]), b'{"said": "by the service"}', [(b"x-seen", b"1")])
            case "gzip":
                await _answer(send, 200, b"\x1f\x8bnot to be touched", [(b"content-encoding", b"gzip")])
            case _:
                digest = hashlib.sha256(body).hexdigest()
                await _answer(send, 200, json.dumps({"bytes": len(body), "sha256": digest}).encode())


def pieces() -> Iterator[bytes]:
    """The big answer."""
    for _ in range(BIG_BYTES // len(PIECE)):
        yield PIECE


async def _answer(send: Any, status: int, body: bytes, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    known = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if status in {204, 304}:
        known, body = [], b""
    await send({"type": "http.response.start", "status": status, "headers": [*known, *(headers or [])]})
    await send({"type": "http.response.body", "body": body})


async def _stream(send: Any, *, pieces: Iterator[bytes], length: int | None) -> None:
    headers = [(b"content-length", str(length).encode())] if length else []
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    sent = 0
    for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        sent += len(piece)
        await asyncio.sleep(0)
    if length is None or sent == length:
        await send({"type": "http.response.body", "body": b""})
