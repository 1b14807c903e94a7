"""Search's own fixtures: tickets and search start when the first test asks for them."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.integration.search.system import SearchSystem
from tests.support.servers import BackingServers


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def system(servers: BackingServers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SearchSystem]:
    """One process of tickets and one of search."""
    async with SearchSystem(servers, directory=tmp_path_factory.mktemp("search")) as running:
        yield running
