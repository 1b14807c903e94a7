"""Pytest fixtures: one fake for the session, clean for each test, and a receiver that plays a bot's webhook."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.support.fake_messenger.webhook_receiver import WebhookReceiver, webhook_receiver

from .bot_client import BotClient
from .control import TelegramControl
from .delivery import SECRET_HEADER
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


@pytest_asyncio.fixture
async def bot_webhook() -> AsyncIterator[WebhookReceiver]:
    """A webhook receiver for one test."""
    async with webhook_receiver(secret_header=SECRET_HEADER) as receiver:
        yield receiver


@pytest_asyncio.fixture
async def bot(telegram: TelegramControl) -> AsyncIterator[BotClient]:
    """A registered bot, token 1000:fake."""
    client = BotClient(telegram.url, bot=await telegram.register_bot("1000:fake"))
    yield client
    await client.http.aclose()
