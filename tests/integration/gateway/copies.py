"""Several gateways on one database, and asking each of them: what tests of what they share have in common."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import time

import httpx

from tests.integration.gateway.conftest import SERVICES
from tests.integration.gateway.door import TICKETS, Gateway
from tests.integration.gateway.echo import Echo
from tests.support.eventually import eventually
from tests.support.servers import BackingServers
from tests.support.stack import Stack

MINUTE = 60


@asynccontextmanager
async def gateways(
    servers: BackingServers, echo: Echo, directory: Path, *, copies: int = 2, **settings: str
) -> AsyncIterator[Gateway]:
    """Some gateways on one database; `client` and `operator` ask the first."""
    urls = {f"HELPDESK_{service}_URL": echo.url for service in SERVICES}
    stack = Stack(
        servers,
        directory=directory,
        settings=urls | {f"HELPDESK_{name.upper()}": value for name, value in settings.items()},
        services=("gateway",),
        copies={"gateway": copies},
    )
    async with stack:
        gateway = Gateway(stack, echo=echo)
        for url in stack.urls["gateway"]:
            await eventually(lambda url=url: serves(url), within=20.0, what="each gateway serves")
        yield gateway
        await gateway.close()


async def serves(url: str) -> bool:
    async with httpx.AsyncClient(timeout=5.0, verify=False) as client:
        try:
            return (await client.get(f"{url}/readyz")).status_code == 200
        except httpx.TransportError:
            return False


async def early_in_a_minute(*, left: int = 10) -> None:
    """Return with some seconds of the minute to come: what is counted by the minute must not turn meanwhile."""
    await eventually(lambda: time() % MINUTE < MINUTE - left, within=left + 5.0, what="a new minute begins")


async def ask(url: str, key: str, *, path: str = TICKETS, **query: str) -> httpx.Response:
    async with httpx.AsyncClient(timeout=10.0, verify=False) as client:
        return await client.get(f"{url}{path}", params=query, headers={"Authorization": f"Bearer {key}"})
