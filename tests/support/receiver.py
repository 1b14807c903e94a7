"""A real HTTP receiver of webhooks: records what comes, judges signatures, answers as it is told."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from aiohttp import web
from standardwebhooks import Webhook, WebhookVerificationError

from deploy.local.ports import LOOPBACK

VERIFIED = "verified"
NO_SECRET = "no secret known"


@dataclass(frozen=True)
class Answer:
    """How a request is answered, after `delay` seconds."""

    status: int = 200
    delay: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Received:
    """One request as it came; header names in lower case, `at` in seconds since the epoch.

    `verdict` is VERIFIED, NO_SECRET, or what the published library has against its signature.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    at: float
    verdict: str


class Receiver:
    """An HTTP server with a thread of its own on a free port; a test scripts and reads it, path by path."""

    def __init__(self, *, port: int = 0) -> None:
        """Take `port`, or a free one, when started, not yet."""
        self.url = ""
        self._port = port
        self._lock = threading.Lock()
        self._received: list[Received] = []
        self._secrets: dict[str, str] = {}
        self._scripts: dict[str, deque[Answer]] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="receiver", daemon=True)
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=0.5)

    def __enter__(self) -> Self:
        """Start serving; `url` is its root."""
        self._thread.start()
        port = asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(timeout=10)
        self.url = f"http://{LOOPBACK}:{port}"
        return self

    def __exit__(self, *_: object) -> None:
        """Stop serving; what was received stays readable."""
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(timeout=10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    def trust(self, path: str, *, secret: str) -> None:
        """Judge what comes at `path` by `secret`, also what came before (its timestamp may be 5 minutes old)."""
        with self._lock:
            self._secrets[path] = secret
            self._received = [
                replace(one, verdict=verdict(one.headers, one.body, secret=secret)) if one.path == path else one
                for one in self._received
            ]

    def script(self, path: str, *answers: Answer) -> None:
        """Answer requests at `path` with these, one each; the last one stays. Without a script the answer is 200."""
        with self._lock:
            self._scripts[path] = deque(answers)

    def received(self, path: str | None = None) -> list[Received]:
        """Return what came so far, at `path` or anywhere, oldest first."""
        with self._lock:
            return [one for one in self._received if path in (None, one.path)]

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=16 << 20)
        app.router.add_route("*", "/{path:.*}", self._receive)
        return app

    async def _serve(self) -> int:
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, self._port).start()
        return int(self._runner.addresses[0][1])

    async def _receive(self, request: web.Request) -> web.Response:
        at, body = time.time(), await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        with self._lock:
            secret = self._secrets.get(request.path)
            found = verdict(headers, body, secret=secret) if secret else NO_SECRET
            self._received.append(
                Received(request.method, request.path, request.query_string, headers, body, at, found)
            )
            answer = self._next_answer(request.path)
        await asyncio.sleep(answer.delay)
        return web.Response(status=answer.status, headers=answer.headers, body=answer.body)

    def _next_answer(self, path: str) -> Answer:
        script = self._scripts.get(path)
        if not script:
            return Answer()
        return script.popleft() if len(script) > 1 else script[0]


def verdict(headers: Mapping[str, str], body: bytes, *, secret: str) -> str:
    """Say VERIFIED, or what the published library has against this signature now."""
    try:
        Webhook(secret).verify(body, dict(headers), json_parse=False)
    except (WebhookVerificationError, ValueError, RuntimeError) as refusal:
        return f"{type(refusal).__name__}: {refusal}"
    return VERIFIED
