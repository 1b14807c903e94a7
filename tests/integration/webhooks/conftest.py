"""Webhooks' own fixtures: its processes start when the first test asks for them."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.integration.webhooks.system import WebhooksSystem
from tests.support.servers import BackingServers


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def webhooks(servers: BackingServers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WebhooksSystem]:
    """One process of webhooks; tests that hurt it make a system of their own."""
    async with WebhooksSystem(servers, directory=tmp_path_factory.mktemp("webhooks")) as system:
        yield system
