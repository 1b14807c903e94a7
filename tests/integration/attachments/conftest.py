"""Gateway and tickets for all tests of attachments, with an echo in place of the other services."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from deploy.local.processes import PORTS
from shared.mongo import connect
from tests.integration.attachments.house import House, Party
from tests.integration.gateway.door import Gateway
from tests.integration.gateway.echo import Echo
from tests.support.servers import BackingServers
from tests.support.stack import Stack

OTHERS = [service.upper() for service in PORTS if service not in {"gateway", "tickets"}]


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def house(servers: BackingServers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """The processes through which files go."""
    directory = tmp_path_factory.mktemp("attachments")
    with Echo() as echo:
        urls = {f"HELPDESK_{service}_URL": echo.url for service in OTHERS}
        async with Stack(servers, directory=directory, settings=urls, services=("gateway", "tickets")) as stack:
            database = connect(servers.mongo.url, database=f"{stack.namespace}_tickets")
            gateway = Gateway(stack, echo=echo)
            yield House(gateway, database)
            await gateway.close()
            database.client.close()


@pytest_asyncio.fixture
async def admin(house: House) -> Party:
    """The admin of a tenant that nobody has used yet."""
    return await house.party(role="admin")
