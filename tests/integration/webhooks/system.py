"""Webhooks as real processes beside a test that publishes tickets' events and asks the API as an admin."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import httpx

from shared.bus.publisher import Publisher
from shared.bus.topology import Names
from shared.events.envelope import Event
from shared.identity import HEADER, Caller, sign
from shared.ids import new_id
from shared.mongo import connect
from shared.vocabulary import Role, Scope, Surface
from tests.support.eventually import eventually
from tests.support.receiver import Receiver
from tests.support.servers import BackingServers
from tests.support.stack import Stack

PATH = "/v1/helpdesk/webhooks"
# Short enough for a test, long enough to tell one attempt from the next.
SCHEDULE = "0,0.5,0.5,0.5"


class WebhooksSystem:
    """`async with` starts the processes and waits until they consume."""

    def __init__(
        self,
        servers: BackingServers,
        *,
        directory: Path,
        copies: int = 1,
        settings: Mapping[str, str] | None = None,
        mortal: bool = False,
    ) -> None:
        """A `mortal` one dies where a trap in `directory` says (tests/support/mortal.py)."""
        trapped = {"MORTAL_MODULE": "services.webhooks", "MORTAL_TRAPS": str(directory)} if mortal else {}
        self.stack = Stack(
            servers,
            directory=directory,
            services=["webhooks"],
            copies={"webhooks": copies},
            settings={"HELPDESK_WEBHOOKS_SCHEDULE_SECONDS": SCHEDULE, **trapped, **(settings or {})},
            modules={"webhooks": "tests.support.mortal"} if mortal else None,
        )
        self._publisher = Publisher(url=servers.rabbit.url, names=Names(self.stack.namespace))
        self._publishing = asyncio.create_task(self._publisher.run())
        self.database = connect(servers.mongo.url, database=f"{self.stack.namespace}_webhooks")

    async def __aenter__(self) -> Self:
        await eventually(lambda: self._publisher.connected, what="the test can publish")
        await self.stack.start()
        for url in self.stack.urls["webhooks"]:
            await eventually(partial(_consumes, url), within=30, what="webhooks consumes")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stack.stop()
        self._publishing.cancel()
        with suppress(asyncio.CancelledError):
            await self._publishing
        await self._publisher.close()

    async def publish(self, event: Event, *, times: int = 1) -> None:
        """Publish the same event so many times; each is confirmed."""
        for _ in range(times):
            await self._publisher.publish(event.to_json(), event_id=str(event.id), event_type=event.TYPE)

    def admin(self, tenant_id: UUID | None = None, *, role: Role = Role.ADMIN) -> "Owner":
        """Somebody of a tenant (a new one unless named) who calls the API."""
        secret = self.stack.settings["HELPDESK_IDENTITY_SECRET"]
        return Owner(self.stack.urls["webhooks"][0], tenant_id=tenant_id or new_id(), role=role, secret=secret)


class Owner:
    """A caller of one tenant and role."""

    def __init__(self, url: str, *, tenant_id: UUID, role: Role, secret: str) -> None:
        self.tenant_id = tenant_id
        caller = Caller(
            tenant_id=str(tenant_id),
            role=role.value,
            scopes=tuple(scope.value for scope in Scope),
            name="Ada",
            surface=Surface.MESSENGER.value,
            request_id="test",
        )
        self._url = url
        self._headers = {HEADER: sign(caller, secret=secret)}

    async def call(self, method: str, path: str = "", *, json: Any = None, key: str | None = None) -> httpx.Response:
        """The answer to a request under `/v1/helpdesk/webhooks`."""
        headers = {**self._headers, **({"Idempotency-Key": key} if key is not None else {})}
        async with httpx.AsyncClient(trust_env=False, timeout=10, verify=False) as client:
            return await client.request(method, f"{self._url}{PATH}{path}", json=json, headers=headers)

    async def add(
        self, receiver: Receiver, path: str = "/hook", *, events: tuple[str, ...] = ("*",), format: str = "messenger"
    ) -> dict[str, Any]:
        """A new endpoint at the receiver, which knows its secret from now on."""
        answer = await self.call("POST", json={"url": receiver.url + path, "events": events, "format": format})
        assert answer.status_code == 201, answer.text
        endpoint: dict[str, Any] = answer.json()
        receiver.trust(path, secret=endpoint["secret"])
        return endpoint

    async def deliveries(self, endpoint: Mapping[str, Any], *, query: str = "") -> list[dict[str, Any]]:
        answer = await self.call("GET", f"/{endpoint['id']}/deliveries{query}")
        assert answer.status_code == 200, answer.text
        shown: list[dict[str, Any]] = answer.json()["deliveries"]
        return shown

    async def settled(self, endpoint: Mapping[str, Any], *, status: str, within: float = 15.0) -> dict[str, Any]:
        """The endpoint's newest delivery, once it has come to this status."""

        async def newest() -> list[dict[str, Any]]:
            return [each for each in (await self.deliveries(endpoint))[:1] if each["status"] == status]

        found: list[dict[str, Any]] = await eventually(newest, within=within, what=f"a delivery is {status}")
        return found[0]


async def _consumes(url: str) -> bool:
    async with httpx.AsyncClient(trust_env=False, verify=False) as client:
        return all((await client.get(f"{url}/readyz")).json()["checks"].values())
