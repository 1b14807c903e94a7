"""SLA's own fixtures: its processes start when the first test asks for them."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.integration.sla.system import SlaSystem
from tests.support.servers import BackingServers


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def sla(servers: BackingServers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SlaSystem]:
    """One process of SLA; tests that hurt it make a system of their own."""
    async with SlaSystem(servers, directory=tmp_path_factory.mktemp("sla")) as system:
        yield system
