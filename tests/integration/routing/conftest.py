"""Routing's own fixtures: one set of processes for all of its tests, and a tenant for each."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.integration.routing.system import RoutingDesk, RoutingSystem
from tests.support.servers import BackingServers


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def routing(servers: BackingServers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RoutingSystem]:
    """Three processes of routing, one of tickets."""
    async with RoutingSystem(servers, directory=tmp_path_factory.mktemp("routing")) as system:
        yield system


@pytest.fixture
def desk(routing: RoutingSystem) -> RoutingDesk:
    """The helpdesk of a tenant that nobody has used yet, with an admin's key."""
    return RoutingDesk(routing)
