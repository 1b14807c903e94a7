"""The whole product before the fake Bot APIs, and clients of one tenant."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from tests.support.servers import BackingServers
from tests.support.stack import Stack, Tenant

TOKEN = "1000:fake"


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def helpdesk(
    servers: BackingServers, telegram_url: str, max_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stack]:
    """Gateway and services, their retries and SLA hours short."""
    directory: Path = tmp_path_factory.mktemp("e2e")
    settings = {
        "HELPDESK_TELEGRAM_API_BASE": telegram_url,
        "HELPDESK_MAX_API_BASE": max_url,
        "HELPDESK_WEBHOOKS_SCHEDULE_SECONDS": "0,0.2,0.5,1",
        "HELPDESK_RATE_LIMIT_PER_MINUTE": "0",
        "HELPDESK_WRONG_KEYS_PER_MINUTE": "0",  # the fuzzer guesses from the address that every other test has
    }
    async with Stack(servers, directory=directory, settings=settings) as stack:
        yield stack


@pytest_asyncio.fixture
async def tenant(helpdesk: Stack) -> Tenant:
    return await helpdesk.make_tenant()


@pytest_asyncio.fixture
async def admin(helpdesk: Stack, tenant: Tenant) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the messenger surface with the tenant's admin key."""
    async with httpx.AsyncClient(
        base_url=f"{helpdesk.base_url}/v1/helpdesk",
        headers={"Authorization": f"Bearer {tenant.admin}"},
        timeout=10,
        verify=False,
    ) as client:
        yield client
