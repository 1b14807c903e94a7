"""Gateway, tickets and notifications as real processes, with a fake Telegram that calls them."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from deploy.local.ports import free_port
from shared.mongo import Database, connect
from tests.support.eventually import eventually
from tests.support.servers import BackingServers
from tests.support.stack import Stack, Tenant

SERVICES = ("gateway", "tickets", "notifications")
TICKETS, CHANNELS = "/v1/helpdesk/tickets", "/v1/helpdesk/channels"


@dataclass
class House:
    """What runs; `database` is notifications' own."""

    stack: Stack
    database: Database
    http: httpx.AsyncClient

    @property
    def log(self) -> str:
        return self.stack.process("notifications").log.read_text()

    async def ready(self) -> None:
        for service in SERVICES:
            await eventually(partial(self._serves, service), within=30, what=f"{service} serves")

    async def post(self, path: str, body: bytes, **headers: str) -> httpx.Response:
        """What the gateway answers to a caller without a key."""
        return await self.http.post(path, content=body, headers={"Content-Type": "application/json", **headers})

    async def ask(self, tenant: Tenant, method: str, path: str, json: Any = None) -> Any:
        """What an admin of the tenant is answered with, by all means."""
        headers = {"Authorization": f"Bearer {tenant.admin}"}
        answer = await self.http.request(method, path, json=json, headers=headers)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def add_channel(self, tenant: Tenant, token: str, kind: str = "telegram") -> dict[str, Any]:
        channel: dict[str, Any] = await self.ask(tenant, "POST", CHANNELS, {"kind": kind, "token": token})
        return channel

    async def tickets(self, tenant: Tenant) -> list[dict[str, Any]]:
        """The tenant's tickets, oldest first."""
        page = await self.ask(tenant, "GET", f"{TICKETS}?sort=created_at&order=asc")
        return list(page["tickets"])

    async def messages(self, tenant: Tenant, ticket_id: str) -> list[dict[str, Any]]:
        page = await self.ask(tenant, "GET", f"{TICKETS}/{ticket_id}/messages?limit=100")
        return list(page["messages"])

    async def told(self, tenant: Tenant) -> list[list[str]]:
        """The texts of each ticket's messages."""
        return [
            [message["text"] for message in await self.messages(tenant, ticket["id"])]
            for ticket in await self.tickets(tenant)
        ]

    async def _serves(self, service: str) -> bool:
        url = self.stack.urls[service][0]
        return (await self.http.get(f"{url}/readyz")).is_success


@contextlib.asynccontextmanager
async def open_house(
    servers: BackingServers,
    *,
    directory: Path,
    telegram_url: str,
    settings: Mapping[str, str] | None = None,
    modules: Mapping[str, str] | None = None,
) -> AsyncIterator[House]:
    """A running house in a namespace of its own."""
    away = f"http://127.0.0.1:{free_port()}"
    given = {"HELPDESK_TELEGRAM_API_BASE": telegram_url, "HELPDESK_SEARCH_URL": away, **(settings or {})}
    stack = Stack(servers, directory=directory, services=SERVICES, settings=given, modules=modules)
    database = connect(servers.mongo.url, database=f"{stack.namespace}_notifications")
    async with httpx.AsyncClient(base_url=stack.base_url, timeout=15, trust_env=False, verify=False) as http:
        house = House(stack, database, http)
        try:
            await stack.start()
            await house.ready()
            yield house
        finally:
            await stack.stop()
            for service in SERVICES:
                await database.client.drop_database(f"{stack.namespace}_{service}")
            database.client.close()
