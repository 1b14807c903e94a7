"""Pytest fixtures: one fake for the session, clean for each test."""

from collections.abc import AsyncIterator

import pytest_asyncio

from .control import MaxControl
from .rules import Rules
from .server import running


@pytest_asyncio.fixture(scope="session")
async def max_url() -> AsyncIterator[str]:
    """The base URL that takes the place of https://platform-api2.max.ru; webhooks may be plain HTTP."""
    async with running(rules=Rules(local=True, retry_seconds=0.02)) as url:
        yield url


@pytest_asyncio.fixture
async def max_api(max_url: str) -> AsyncIterator[MaxControl]:
    """The control of a fake that remembers nothing of earlier tests."""
    async with MaxControl(max_url) as control:
        await control.reset()
        yield control
