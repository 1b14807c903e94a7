"""A tenant that has one of everything, its callers, and what is stored of it."""

import itertools
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

from shared.identity import HEADER, Caller, sign
from shared.ids import new_id
from shared.vocabulary import Surface
from tests.integration.security.routes import INTERNAL, OPERATOR, Json, Operation
from tests.integration.security.walls import System

BOTS = itertools.count(7_000)
NOBODY, SIBLING = "nobody", "sibling"
READS = ["read:helpdesk"]
FILE = {"file": ("a.txt", b"of this house", "text/plain")}


@dataclass(frozen=True)
class Key:
    """A real key of the tenant's, and the same caller as a service hears of it."""

    text: str
    caller: Caller


@dataclass
class House:
    """`rows` are ids by kind, which `row` makes at the first asking; `mark` stands in every name of the house's."""

    system: System
    tenant_id: str
    mark: str = field(default_factory=lambda: f"mark{secrets.token_hex(6)}")
    keys: dict[str, Key] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)

    async def open(self) -> "House":
        """The house with its keys: each a role of the tables."""
        await self._key("admin", role="admin", prefix="zn_live_")
        await self._key("entity", role="admin", prefix="ak_")
        await self._key("agent", role="agent")
        await self._key("reader", role="agent", scopes=READS)
        await self._key("customer", role="customer", contact_id=await self.row("contact"))
        await self._key("another", role="customer", contact_id=await self.row("another_contact"))
        return self

    async def furnish(self) -> "House":
        """The house with one of every kind."""
        self.rows["tenant"] = self.tenant_id
        for kind in self._makers():
            await self.row(kind)
        return self

    async def row(self, kind: str) -> str:
        """The house's one row of a kind."""
        if kind not in self.rows:
            self.rows[kind] = await self.fresh(kind)
        return self.rows[kind]

    async def fresh(self, kind: str) -> str:
        """A row of a kind that nothing else knows of."""
        return await self._makers()[kind]()

    async def knock(self, who: str, operation: Operation, path: str, **request: Any) -> httpx.Response:
        """What the gateway answers to the caller's key, on the entity surface to the admin's of the other prefix."""
        entity = operation.surface == Surface.ENTITY
        name = "entity" if entity and who == "admin" else who
        headers = {} if who == NOBODY else {"Authorization": f"Bearer {self.keys[name].text}"}
        headers |= {"x-entity-id": self.tenant_id} if entity else {}
        headers |= request.pop("headers", {})
        url = self.system.stack.base_url + path
        return await self.system.http.request(operation.method, url, headers=headers, **request)

    async def ask(self, who: str, operation: Operation, path: str, **request: Any) -> httpx.Response:
        """What the route's own process answers to the caller."""
        url = self.system.url_of(operation)
        return await self.system.http.request(
            operation.method, url + path, headers=self.headers(who, operation), **request
        )

    def headers(self, who: str, operation: Operation) -> dict[str, str]:
        """The caller as the route's process knows callers: by a signed identity, at the gateway by a key."""
        if who == NOBODY:
            return {}
        key = self.keys["admin" if who == SIBLING else who]
        if operation.service == "gateway":
            return {"Authorization": f"Bearer {key.text}"}
        surface = Surface.MESSENGER if operation.surface in {INTERNAL, OPERATOR} else operation.surface
        claims = {**_claims(key.caller), "surface": str(surface), "request_id": str(new_id())}
        via = "tickets" if who == SIBLING else None
        identity = {HEADER: sign(Caller(**claims, via=via), secret=self.system.secret)}
        return identity | ({"x-entity-id": self.tenant_id} if surface == Surface.ENTITY else {})

    async def _key(self, name: str, **wanted: Any) -> None:
        answer = await self.system.operator("POST", f"/tenants/{self.tenant_id}/keys", {"name": self.mark, **wanted})
        self.keys[name] = Key(
            answer["key"],
            Caller(
                tenant_id=self.tenant_id,
                role=answer["role"],
                scopes=tuple(answer["scopes"]),
                name=self.mark,
                surface="messenger",
                request_id="",
                key_id=answer["id"],
                agent_id=answer["agent_id"],
                contact_id=answer["contact_id"],
            ),
        )

    def _makers(self) -> dict[str, Callable[[], Awaitable[str]]]:
        post, name = self._made, f"{self.mark} {secrets.token_hex(4)}"
        email = f"{secrets.token_hex(6)}@{self.mark}.example"
        rule = {"condition": {"subject_contains": [self.mark]}, "action": {"add_tag": [self.mark]}}
        hook = {"url": f"{self.system.receiver.url}/{self.mark}", "events": ["ticket.created"]}
        return {
            "webhook": lambda: post("/webhooks", {**hook, "description": name}),
            "contact": lambda: post("/contacts", {"name": name, "email": email}),
            "another_contact": lambda: post("/contacts", {"name": name}),
            "agent": lambda: post("/agents", {"name": name, "email": email}),
            "team": lambda: post("/teams", {"name": name}),
            "type": lambda: post("/ticket-types", {"name": name}),
            "field": lambda: post("/custom-fields", {"name": name, "type": "text"}),
            "response": lambda: post("/canned-responses", {"title": name, "text": name}),
            "view": lambda: post("/saved-views", {"name": name, "filter": {}, "shared": True}),
            "ticket": self._ticket,
            "closed_ticket": self._closed_ticket,
            "api_ticket": self._api_ticket,
            "attachment": self._attachment,
            "delivery": self._delivery,
            "rule": lambda: post("/routing-rules", {"name": name, **rule}),
            "channel": self._channel,
            "key": lambda: post("/keys", {"name": name, "role": "agent"}),
            "message": self._message,
            "event": lambda: self._first("/events", "events"),
            "audit": lambda: self._first("/audit-log", "audit_log"),
        }

    async def _ticket(self) -> str:
        named = {"contact_id": await self.row("contact"), "ticket_type_id": await self.row("type")}
        values = [{"id": await self.row("field"), "value": self.mark}]
        ticket_id = await self._made("/tickets", {"text": self.mark, **named, "custom_fields": values})
        assigned = {"assigned_to": await self.row("agent"), "team_id": await self.row("team")}
        await self._as_admin("PATCH", f"/tickets/{ticket_id}", json=assigned)
        await self._made(f"/tickets/{ticket_id}/reply", {"text": self.mark})
        await self._made(f"/tickets/{ticket_id}/reply", {"text": f"note of {self.mark}", "internal": True})
        return ticket_id

    async def _closed_ticket(self) -> str:
        ticket_id = await self._ticket()
        await self._as_admin("PATCH", f"/tickets/{ticket_id}/status", json={"status": "closed"})
        return ticket_id

    async def _api_ticket(self) -> str:
        """One that is on no chat."""
        body = {"subject": self.mark, "contactId": await self.row("contact")}
        headers = {"Authorization": f"Bearer {self.keys['admin'].text}"}
        return str((await self.system.gateway("POST", "/api/helpdesk/tickets", json=body, headers=headers))["id"])

    async def _attachment(self) -> str:
        return str((await self._as_admin("POST", "/attachments", files=FILE))["id"])

    async def _channel(self) -> str:
        return await self._made("/channels", {"kind": "telegram", "token": await self.token(), "name": self.mark})

    async def token(self) -> str:
        """The token of a bot that Telegram knows."""
        token = f"{next(BOTS)}:AA{secrets.token_hex(8)}"
        await self.system.telegram.register_bot(token)
        self.system.tokens.append(token)
        return token

    async def _message(self) -> str:
        ticket = await self._as_admin("GET", f"/tickets/{await self.row('ticket')}")
        return str(ticket["messages"][0]["id"])

    async def _first(self, path: str, name: str) -> str:
        """The first row of a list that fills by itself."""

        async def look() -> Json | None:
            return next(iter((await self._as_admin("GET", path))[name]), None)

        return str((await self.system.found(look))["id"])

    async def _delivery(self) -> str:
        path = f"/webhooks/{await self.row('webhook')}/deliveries"
        found = await self.system.found(lambda: self._delivered(path))
        return str(found["id"])

    async def _delivered(self, path: str) -> Json | None:
        page = await self._as_admin("GET", path)
        return next((each for each in page["deliveries"] if each["status"] == "delivered"), None)

    async def _made(self, path: str, body: Json) -> str:
        return str((await self._as_admin("POST", path, json=body))["id"])

    async def _as_admin(self, method: str, path: str, **request: Any) -> Any:
        headers: Mapping[str, str] = {"Authorization": f"Bearer {self.keys['admin'].text}"}
        return await self.system.gateway(method, f"/v1/helpdesk{path}", headers=headers, **request)

    def ids(self) -> set[UUID]:
        return {UUID(each) for each in self.rows.values()}


def _claims(caller: Caller) -> dict[str, Any]:
    skipped = {"surface", "request_id", "via"}
    return {name: getattr(caller, name) for name in Caller.__slots__ if name not in skipped}
