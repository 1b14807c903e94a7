"""Tickets and search as real processes, asked directly by signed callers."""

import shutil
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import httpx

from shared.identity import HEADER, Caller, sign
from shared.ids import new_id
from shared.vocabulary import Role, Scope, Surface
from tests.support.eventually import eventually
from tests.support.servers import BackingServers
from tests.support.stack import Stack

TICKETS = "/v1/helpdesk/tickets"
Json = dict[str, Any]


class SearchSystem:
    """`async with` starts the processes and waits until both consume."""

    def __init__(self, servers: BackingServers, *, directory: Path) -> None:
        self.index = directory / "search"
        self.stack = Stack(servers, directory=directory, services=["tickets", "search"])
        self.http = httpx.AsyncClient(trust_env=False, timeout=15.0, verify=False)

    async def __aenter__(self) -> Self:
        await self.stack.start()
        await self.serving()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()
        await self.stack.stop()

    async def serving(self) -> None:
        """Return once both serve and consume, and the index is whole."""
        for (url,) in self.stack.urls.values():

            async def serves(url: str = url) -> bool:
                return all((await self.http.get(f"{url}/readyz")).json()["checks"].values())

            await eventually(serves, within=40, what="tickets and search serve")

    async def lose_index(self) -> None:
        """Stop search, take its index away, and start it again; returns before it serves."""
        await self.stack.terminate("search")
        shutil.rmtree(self.index)
        await self.stack.restart("search")

    async def ask(self, service: str, method: str, path: str, *, caller: Caller, **request: Any) -> httpx.Response:
        """The service's answer to this caller."""
        headers = {HEADER: sign(caller, secret=self.stack.settings["HELPDESK_IDENTITY_SECRET"])}
        return await self.http.request(method, f"{self.stack.urls[service][0]}{path}", headers=headers, **request)

    async def write(self, method: str, path: str, body: Json | None = None, *, caller: Caller) -> Json:
        """What tickets answers to a write that succeeds."""
        answer = await self.ask("tickets", method, f"{TICKETS}{path}", caller=caller, json=body)
        assert answer.is_success, answer.text
        return dict(answer.json()) if answer.content else {}

    async def listed(self, *, caller: Caller, **query: Any) -> list[str]:
        """Ids of the tickets in the first page of a list."""
        answer = await self.ask("tickets", "GET", TICKETS, caller=caller, params=query)
        assert answer.status_code == 200, answer.text
        return [ticket["id"] for ticket in answer.json()["tickets"]]

    async def indexed(self, text: str, *, caller: Caller, **query: Any) -> list[str]:
        """Ids that search itself answers with."""
        params = {"q": text, "notes": "true", **query}
        answer = await self.ask("search", "GET", "/internal/search", caller=caller, params=params)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["ids"])

    async def has(self, *ids: str, text: str, caller: Caller, **query: Any) -> None:
        """Return once exactly these tickets, newest first, are found."""

        async def found() -> bool:
            return await self.indexed(text, caller=caller, **query) == list(ids)

        await eventually(found, what=f"{text!r} finds {ids}")


def somebody(
    *, tenant_id: UUID | None = None, role: Role = Role.ADMIN, contact_id: UUID | None = None, via: str | None = "tests"
) -> Caller:
    """A caller of a tenant of its own, unless one is named, for whom a sibling asks."""
    return Caller(
        tenant_id=str(tenant_id or new_id()),
        role=role,
        scopes=(Scope.READ, Scope.WRITE, Scope.ADMIN) if role is Role.ADMIN else (Scope.READ, Scope.WRITE),
        name="tests",
        surface=Surface.MESSENGER,
        request_id=new_id().hex,
        contact_id=str(contact_id) if contact_id else None,
        via=via,
    )
