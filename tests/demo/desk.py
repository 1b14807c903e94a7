"""The desk's side: a tenant, and what its people ask of the REST API, each call told."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx

from deploy.local.demo import Demo
from tests.demo.narrator import Narrator
from tests.support.eventually import eventually

Json = dict[str, Any]
NAME, DESCRIPTION = "Acme Cloud", "Computers that are somewhere else."
TYPE = "Billing"


class Desk:
    """One tenant, seen by its admin."""

    def __init__(self, api: httpx.AsyncClient, *, narrator: Narrator) -> None:
        self._api = api
        self.narrator = narrator

    async def set_up(self, tokens: Mapping[str, str]) -> None:
        """A ticket type, ratings switched on, and a bot on each messenger. Raises AssertionError for a refusal."""
        self.narrator.scene("The desk is set up")
        await self.ask("PUT", "/settings", {"csat_enabled": True}, tell="csat_enabled: true")
        await self.ask("POST", "/ticket-types", {"name": TYPE}, tell=f"ticket type {TYPE}")
        for kind, token in tokens.items():
            body = {"kind": kind, "token": token}
            made = await self.ask("POST", "/channels", body)
            assert made["status"] == "active", made
            assert made["last_error"] is None, made
            self.narrator.saw(f"the {kind} bot {made['username']} is a channel, and its webhook is set")

    async def ask(self, method: str, path: str, json: Json | None = None, *, tell: str | None = None) -> Json:
        """What is answered. Raises AssertionError where that is no success; `tell` is the gist of it."""
        answer = await self._api.request(method, path, json=json)
        gist = tell if tell is not None else _gist(json)
        self.narrator.called(method, f"/v1/helpdesk{path}", status=answer.status_code, gist=gist)
        assert answer.is_success, answer.text
        return dict(answer.json()) if answer.content else {}

    async def sees(self, path: str, *, what: str, **wanted: object) -> Json:
        """What is answered once these fields of it are so; asked in silence and told once."""

        async def so() -> Json:
            answer = (await self._api.get(path)).raise_for_status().json()
            assert {name: answer[name] for name in wanted} == wanted, answer
            return dict(answer)

        found = await eventually(so, within=20, what=what)
        self.narrator.called("GET", f"/v1/helpdesk{path}", status=200, gist=_gist(wanted))
        self.narrator.saw(what)
        return found

    async def newest_ticket(self) -> Json:
        """The tenant's newest ticket with its messages, asked in silence; empty where there is none."""
        found = (await self._api.get("/tickets?limit=1")).raise_for_status().json()["tickets"]
        return await self.read(found[0]) if found else {}

    async def read(self, ticket: Json) -> Json:
        """The ticket as it is, asked in silence."""
        return dict((await self._api.get(f"/tickets/{ticket['id']}")).raise_for_status().json())


@contextlib.asynccontextmanager
async def open_desk(opened: Demo, *, narrator: Narrator) -> AsyncIterator[Desk]:
    """The desk of a tenant that is made now."""
    operator = {"Authorization": f"Bearer {opened['operator_token']}"}
    async with httpx.AsyncClient(base_url=opened["base_url"], headers=operator, timeout=15, verify=False) as admin:
        made = await admin.post("/admin/tenants", json={"name": NAME, "description": DESCRIPTION})
        tenant_id = made.raise_for_status().json()["id"]
        narrator.called("POST", "/admin/tenants", status=made.status_code, gist=NAME)
        key = await admin.post(f"/admin/tenants/{tenant_id}/keys", json={"name": "Ann", "role": "admin"})
        bearer = {"Authorization": f"Bearer {key.raise_for_status().json()['key']}"}
    base = f"{opened['base_url']}/v1/helpdesk"
    async with httpx.AsyncClient(base_url=base, headers=bearer, timeout=15, verify=False) as api:
        yield Desk(api, narrator=narrator)


def _gist(fields: Mapping[str, object] | None) -> str:
    """A body as it is told: no token."""
    return ", ".join(f"{name}: {value}" for name, value in (fields or {}).items() if name != "token")
