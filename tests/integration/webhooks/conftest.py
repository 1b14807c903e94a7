"""Webhooks' own fixtures: its processes start when the first test asks for them."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.integration.webhooks.system import WebhooksSystem
from tests.support.servers import BackingServers

# Twenty deliveries are needed all the same: no other test comes to that.
IMPATIENT = {"HELPDESK_WEBHOOKS_DISABLE_AFTER_SECONDS": "1"}


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def webhooks(servers: BackingServers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WebhooksSystem]:
    """One process of webhooks; tests that hurt it make a system of their own."""
    directory = tmp_path_factory.mktemp("webhooks")
    async with WebhooksSystem(servers, directory=directory, settings=IMPATIENT) as system:
        yield system
