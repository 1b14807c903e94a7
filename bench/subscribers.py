"""Subscribers of webhooks for benchmarks: a receiver in a process of its own, and endpoints that point to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

import httpx

from bench.system import own_process
from tests.support.stack import Stack, Tenant


class Arrival(NamedTuple):
    """A verified delivery; `at` is in seconds since the epoch."""

    path: str
    webhook_id: str
    ticket_id: str
    at: float


class Subscribers:
    """Endpoints on one receiver; each has a path and a secret of its own."""

    def __init__(self, url: str, http: httpx.AsyncClient) -> None:
        self._url = url
        self._http = http

    async def add(self, stack: Stack, tenant: Tenant, path: str, *, events: tuple[str, ...] = ("*",)) -> None:
        """Make an endpoint of the tenant that delivers to the path: `/hook…` verifies, `/hang…` never answers."""
        made = await self._http.post(
            f"{stack.base_url}/v1/helpdesk/webhooks",
            json={"url": self._url + path, "events": list(events), "format": "messenger"},
            headers={"Authorization": f"Bearer {tenant.admin}"},
        )
        made.raise_for_status()
        await self._http.put(f"{self._url}/secret{path}", content=made.json()["secret"])

    async def arrivals(self) -> list[Arrival]:
        """What has come and was verified since the last asking. Raises AssertionError where anything was refused."""
        refused = (await self._http.get(f"{self._url}/refused")).json()
        assert refused == 0, f"{refused} deliveries were not verified"
        return [Arrival(*row) for row in (await self._http.get(f"{self._url}/received")).json()]

    async def gather(self, count: int, *, within: float) -> list[Arrival]:
        """The next `count` arrivals, or as many as came within these seconds."""
        came: list[Arrival] = []
        try:
            async with asyncio.timeout(within):
                while len(came) < count:
                    await asyncio.sleep(0.25)
                    came += await self.arrivals()
        except TimeoutError:
            pass
        return came


@asynccontextmanager
async def subscribers() -> AsyncIterator[Subscribers]:
    with own_process("bench.receiver") as url:
        async with httpx.AsyncClient(timeout=30) as http:
            await _listening(http, url)
            yield Subscribers(url, http)


async def _listening(http: httpx.AsyncClient, url: str) -> None:
    async with asyncio.timeout(10):
        while True:
            try:
                await http.get(f"{url}/refused")
                return
            except httpx.TransportError:
                await asyncio.sleep(0.05)
