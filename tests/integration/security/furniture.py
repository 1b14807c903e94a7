"""One of every kind of row that a tenant can have, made through the gateway when it is first asked for."""

import itertools
import secrets
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.integration.security.routes import Json
from tests.integration.security.walls import System

BASE = "/v1/helpdesk"
BOTS = itertools.count(7_000)
FILE = {"file": ("a.txt", b"of this house", "text/plain")}

OFFICE = [["09:00", "17:00"]]
POLICY = {"first_response_hours": 1_000, "resolution_hours": 2_000, "applies": ["low"]}


@dataclass
class Furniture(ABC):
    """`rows` are ids by kind; `mark` stands in every name of the tenant's."""

    system: System
    tenant_id: str
    mark: str = field(default_factory=lambda: f"mark{secrets.token_hex(6)}")
    rows: dict[str, str] = field(default_factory=dict)

    @abstractmethod
    async def as_admin(self, method: str, path: str, **request: Any) -> Any:
        """The body of the gateway's good answer to the tenant's admin."""

    async def row(self, kind: str) -> str:
        """The house's one row of a kind."""
        if kind not in self.rows:
            self.rows[kind] = await self.fresh(kind)
        return self.rows[kind]

    async def fresh(self, kind: str) -> str:
        """A row of a kind that nothing else knows of."""
        return await self.makers()[kind]()

    def makers(self) -> dict[str, Callable[[], Awaitable[str]]]:
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
            "target_ticket": self._ticket,
            "merged_ticket": self._merged_ticket,
            "api_ticket": self._api_ticket,
            "attachment": self._attachment,
            "delivery": self._delivery,
            "rule": lambda: post("/routing-rules", {"name": name, **rule}),
            "hours": lambda: post("/business-hours", {"name": name, "timezone": "UTC", "week": {"mon": OFFICE}}),
            "policy": lambda: post("/sla-policies", {"name": name, **POLICY}),
            "channel": self._channel,
            "request": self._request,
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
        await self.as_admin("PATCH", f"{BASE}/tickets/{ticket_id}", json=assigned)
        await self._made(f"/tickets/{ticket_id}/reply", {"text": self.mark})
        await self._made(f"/tickets/{ticket_id}/reply", {"text": f"note of {self.mark}", "internal": True})
        return ticket_id

    async def _closed_ticket(self) -> str:
        ticket_id = await self._ticket()
        await self.as_admin("PATCH", f"{BASE}/tickets/{ticket_id}/status", json={"status": "closed"})
        return ticket_id

    async def _merged_ticket(self) -> str:
        ticket_id = await self._ticket()
        into = {"into": await self.row("target_ticket")}
        await self.as_admin("POST", f"{BASE}/tickets/{ticket_id}/merge", json=into)
        return ticket_id

    async def _api_ticket(self) -> str:
        """One that is on no chat."""
        body = {"subject": self.mark, "contactId": await self.row("contact")}
        return str((await self.as_admin("POST", "/api/helpdesk/tickets", json=body))["id"])

    async def _attachment(self) -> str:
        return str((await self.as_admin("POST", f"{BASE}/attachments", files=FILE))["id"])

    async def _channel(self) -> str:
        return await self._made("/channels", {"kind": "telegram", "token": await self.token(), "name": self.mark})

    async def _request(self) -> str:
        await self.row("channel")
        return str((await self.as_admin("POST", f"{BASE}/request"))["request_id"])

    async def token(self) -> str:
        """The token of a bot that Telegram knows."""
        token = f"{next(BOTS)}:AA{secrets.token_hex(8)}"
        await self.system.telegram.register_bot(token)
        self.system.tokens.append(token)
        return token

    async def _message(self) -> str:
        ticket = await self.as_admin("GET", f"{BASE}/tickets/{await self.row('ticket')}")
        return str(ticket["messages"][0]["id"])

    async def _first(self, path: str, name: str) -> str:
        """The first row of a list that fills by itself."""

        async def look() -> list[Json]:
            return list((await self.as_admin("GET", BASE + path))[name])

        return str((await self.system.found(look))["id"])

    async def _delivery(self) -> str:
        path = f"/webhooks/{await self.row('webhook')}/deliveries?status=delivered"
        return await self._first(path, "deliveries")

    async def _made(self, path: str, body: Json) -> str:
        return str((await self.as_admin("POST", BASE + path, json=body))["id"])
