"""One product for all of these tests, and the houses of two neighbours in it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.integration.security.house import House
from tests.integration.security.walls import System, whole_system
from tests.support.servers import BackingServers


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def system(
    servers: BackingServers, telegram_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[System]:
    directory = tmp_path_factory.mktemp("security")
    async with whole_system(servers, directory=directory, telegram_url=telegram_url) as running:
        yield running


async def new_house(system: System) -> House:
    """A furnished house of a new tenant, in which everything has come to rest."""
    tenant = await system.operator("POST", "/tenants", {"name": "House"})
    house = await (await House(system, tenant["id"]).open()).furnish()
    await system.settled(house.tenant_id)
    return house


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def ours(system: System) -> House:
    return await new_house(system)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def theirs(system: System) -> House:
    return await new_house(system)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def house(system: System) -> House:
    """One that anybody may write into."""
    tenant = await system.operator("POST", "/tenants", {"name": "House"})
    return await House(system, tenant["id"]).open()
