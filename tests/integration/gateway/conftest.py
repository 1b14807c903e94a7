"""One gateway before one echo, for all of the gateway's tests that do not hurt it."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests.integration.gateway.door import Gateway
from tests.integration.gateway.echo import Echo
from tests.support.servers import BackingServers
from tests.support.stack import Stack

SERVICES = ("TICKETS", "ROUTING", "SLA", "WEBHOOKS", "NOTIFICATIONS", "SEARCH")


@pytest.fixture(scope="package")
def echo() -> Iterator[Echo]:
    """The service behind the gateway, whichever is asked for."""
    with Echo() as running:
        yield running


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def gateway(
    servers: BackingServers, echo: Echo, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Gateway]:
    """The gateway's own process, ready."""
    urls = {f"HELPDESK_{service}_URL": echo.url for service in SERVICES}
    directory = tmp_path_factory.mktemp("gateway")
    async with Stack(servers, directory=directory, settings=urls, services=("gateway",)) as stack:
        gateway = Gateway(stack, echo=echo)
        yield gateway
        await gateway.close()
