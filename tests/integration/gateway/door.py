"""The gateway as a real process before an echo, with a tenant and keys: what its tests knock at."""

import asyncio
import json
import socket
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Any

import httpx

from tests.integration.gateway.echo import Echo
from tests.support.stack import Stack

TICKETS = "/v1/helpdesk/tickets"


@dataclass(frozen=True)
class Raw:
    """An answer to bytes that no client library would send."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def error(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.body)["error"]
        return said


class Gateway:
    """`client` asks without any key; `operator` may enter `/admin`."""

    def __init__(self, stack: Stack, *, echo: Echo) -> None:
        self.stack = stack
        self.echo = echo
        self.client = httpx.AsyncClient(base_url=stack.base_url, timeout=10.0, verify=False)
        headers = {"Authorization": f"Bearer {stack.operator_token}"}
        self.operator = httpx.AsyncClient(
            base_url=f"{stack.base_url}/admin", headers=headers, timeout=10.0, verify=False
        )

    async def close(self) -> None:
        await self.client.aclose()
        await self.operator.aclose()

    async def tenant(self, name: str = "Acme") -> str:
        """A new tenant's id."""
        answer = await self.operator.post("/tenants", json={"name": name})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def key(self, tenant_id: str | None = None, **fields: Any) -> dict[str, Any]:
        """A new key, as its only showing shows it; an agent's unless told otherwise."""
        tenant_id = tenant_id or await self.tenant()
        asked = {"name": "test", "role": "agent", **fields}
        answer = await self.operator.post(f"/tenants/{tenant_id}/keys", json=asked)
        assert answer.status_code == 201, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    async def bearer(self, **fields: Any) -> dict[str, str]:
        """Headers with a new key of a new tenant."""
        return {"Authorization": f"Bearer {(await self.key(**fields))['key']}"}

    async def raw(self, request: bytes) -> Raw:
        """Send bytes as they are and read one answer, within 10 seconds."""
        return await asyncio.to_thread(self._raw, request)

    def _raw(self, request: bytes) -> Raw:
        address = httpx.URL(self.stack.base_url)
        with socket.create_connection((address.host, address.port), timeout=10.0) as connection:
            connection.sendall(request)
            answer = HTTPResponse(connection)
            answer.begin()
            return Raw(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
