"""The session's servers, and the whole system for a module: each starts when the first test asks for it."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests.support.receiver import Receiver
from tests.support.servers import BackingServers, bring_backing_servers
from tests.support.stack import Stack


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackingServers]:
    """MongoDB and RabbitMQ that take writes; whoever hurts them leaves them running."""
    brought = bring_backing_servers(tmp_path_factory.mktemp("servers"))
    yield brought
    brought.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stack(servers: BackingServers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """The whole product, serving; tests that hurt it or need other settings make a Stack of their own."""
    async with Stack(servers, directory=tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """An HTTP receiver of webhooks."""
    with Receiver() as serving:
        yield serving
