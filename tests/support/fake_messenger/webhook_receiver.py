"""A receiver that plays a bot's webhook, for the tests of the imitations."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class WebhookReceiver:
    """A webhook that answers with `answers` in turn (status, body) and then with 200 {}."""

    secret_header: str
    url: str = ""
    answers: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    received: asyncio.Queue[tuple[dict[str, Any], str]] = field(default_factory=asyncio.Queue)

    async def next(self) -> tuple[dict[str, Any], str]:
        """The next update and the secret header that came with it, awaited at most 5 seconds."""
        return await asyncio.wait_for(self.received.get(), 5)

    async def serve(self, request: web.Request) -> web.Response:
        """Take one update."""
        secret = request.headers.get(self.secret_header, "")
        self.received.put_nowait((await request.json(), secret))
        status, body = self.answers.pop(0) if self.answers else (200, {})
        return web.json_response(body, status=status)


@contextlib.asynccontextmanager
async def webhook_receiver(*, secret_header: str) -> AsyncIterator[WebhookReceiver]:
    """A running receiver on a free port."""
    receiver = WebhookReceiver(secret_header)
    application = web.Application()
    application.add_routes([web.post("/hook", receiver.serve)])
    runner = web.AppRunner(application, shutdown_timeout=0.2)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        yield receiver
    finally:
        await runner.cleanup()
