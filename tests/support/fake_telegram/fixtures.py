"""Pytest fixtures: one fake for the session, clean for each test, and a receiver that plays a bot's webhook."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest_asyncio
from aiohttp import web

from .bot_client import BotClient
from .control import TelegramControl
from .nouns import JsonObject
from .rules import Rules
from .server import running


@pytest_asyncio.fixture(scope="session")
async def telegram_url() -> AsyncIterator[str]:
    """The base URL that takes the place of https://api.telegram.org; webhooks may be plain HTTP."""
    async with running(rules=Rules(local=True, retry_seconds=0.02)) as url:
        yield url


@pytest_asyncio.fixture
async def telegram(telegram_url: str) -> AsyncIterator[TelegramControl]:
    """The control of a fake that remembers nothing of earlier tests."""
    async with TelegramControl(telegram_url) as telegram:
        await telegram.reset()
        yield telegram


@dataclass
class WebhookReceiver:
    """A webhook that answers with `answers` in turn (status, body) and then with 200 {}."""

    url: str = ""
    answers: list[tuple[int, JsonObject]] = field(default_factory=list)
    received: asyncio.Queue[tuple[JsonObject, str]] = field(default_factory=asyncio.Queue)

    async def next(self) -> tuple[JsonObject, str]:
        """The next update and the secret header that came with it, awaited at most 5 seconds."""
        return await asyncio.wait_for(self.received.get(), 5)

    async def serve(self, request: web.Request) -> web.Response:
        """Take one update."""
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self.received.put_nowait((await request.json(), secret))
        status, body = self.answers.pop(0) if self.answers else (200, {})
        return web.json_response(body, status=status)


@contextlib.asynccontextmanager
async def webhook_receiver() -> AsyncIterator[WebhookReceiver]:
    """A running receiver on a free port."""
    receiver = WebhookReceiver()
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


@pytest_asyncio.fixture
async def bot_webhook() -> AsyncIterator[WebhookReceiver]:
    """A webhook receiver for one test."""
    async with webhook_receiver() as receiver:
        yield receiver


@pytest_asyncio.fixture
async def bot(telegram: TelegramControl) -> AsyncIterator[BotClient]:
    """A registered bot, token 1000:fake."""
    client = BotClient(telegram.url, bot=await telegram.register_bot("1000:fake"))
    yield client
    await client.http.aclose()
