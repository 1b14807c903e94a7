"""Gateway, tickets and notifications as real processes before fake messengers, for conversations with the bot."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from shared.mongo import Database, connect
from tests.support.eventually import eventually
from tests.support.servers import BackingServers
from tests.support.stack import Stack

SERVICES = ("gateway", "tickets", "notifications")


@dataclass
class House:
    """The running services and their databases."""

    stack: Stack
    databases: dict[str, Database]

    @property
    def notifications(self) -> Database:
        return self.databases["notifications"]

    async def make_tenant(self, *, name: str, description: str | None = None) -> tuple[str, str]:
        """A tenant's id and its admin's key, through the operator's API."""
        operator = {"Authorization": f"Bearer {self.stack.operator_token}"}
        async with httpx.AsyncClient(base_url=self.stack.base_url, headers=operator, verify=False) as client:
            made = await client.post("/admin/tenants", json={"name": name, "description": description})
            tenant_id: str = made.raise_for_status().json()["id"]
            key = await client.post(f"/admin/tenants/{tenant_id}/keys", json={"name": "Ann", "role": "admin"})
            return tenant_id, key.raise_for_status().json()["key"]

    async def serves(self) -> bool:
        async with httpx.AsyncClient(trust_env=False, verify=False) as client:
            for urls in self.stack.urls.values():
                checks: dict[str, bool] = (await client.get(urls[0] + "/readyz")).json()["checks"]
                assert all(checks.values()), checks
        return True


@contextlib.asynccontextmanager
async def open_house(
    servers: BackingServers, *, directory: Path, telegram_url: str, max_url: str
) -> AsyncIterator[House]:
    """All three, serving and consuming; their databases go with them."""
    settings = {
        "HELPDESK_TELEGRAM_API_BASE": telegram_url,
        "HELPDESK_MAX_API_BASE": max_url,
        "HELPDESK_RATE_LIMIT_PER_MINUTE": "0",
    }
    stack = Stack(servers, directory=directory, services=SERVICES, settings=settings)
    databases = {name: connect(servers.mongo.url, database=f"{stack.namespace}_{name}") for name in SERVICES}
    house = House(stack, databases)
    try:
        await stack.start()
        await eventually(house.serves, within=40, what="the house serves")
        yield house
    finally:
        await stack.stop()
        for database in databases.values():
            await database.client.drop_database(database.name)
            database.client.close()


async def answer_of(client: httpx.AsyncClient, method: str, path: str, *, json: Any = None) -> Any:
    """What is answered where all goes well."""
    answer = await client.request(method, path, json=json)
    assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
    return answer.json() if answer.content else None
