"""The whole product, in which an hour of a tenant's terms is a second, and all that is said on its bus."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from tests.e2e.numbers.raw_events import RawEvents
from tests.support.servers import BackingServers
from tests.support.stack import Stack


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def quick(servers: BackingServers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    settings = {"HELPDESK_SLA_SECONDS_PER_HOUR": "1", "HELPDESK_RATE_LIMIT_PER_MINUTE": "0"}
    async with Stack(servers, directory=tmp_path_factory.mktemp("numbers"), settings=settings) as stack:
        yield stack


@pytest_asyncio.fixture
async def raw(quick: Stack, servers: BackingServers) -> AsyncIterator[RawEvents]:
    async with RawEvents(amqp_url=servers.rabbit.url, namespace=quick.namespace) as heard:
        yield heard


def client_of(stack: Stack, key: str) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.AsyncClient(base_url=stack.base_url, headers=headers, timeout=15, verify=False)
