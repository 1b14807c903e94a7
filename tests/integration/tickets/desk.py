"""One tenant's helpdesk as a signed caller reaches it, without a gateway between."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import httpx

from shared.events.ticket import TicketEvent
from shared.identity import HEADER, Caller, sign
from shared.ids import new_id
from shared.vocabulary import Role, Scope, Surface
from tests.integration.tickets.system import TicketsSystem

BASES = {
    Surface.MESSENGER: "/v1/helpdesk",
    Surface.WORKFLOW: "/api/helpdesk",
    Surface.ENVELOPE: "/helpdesk/api/v1",
    Surface.ENTITY: "/api/helpdesk",
}
EVERYTHING = (Scope.READ, Scope.WRITE, Scope.ADMIN)
DIRECTORY = ("agents", "teams", "ticket_types", "contacts", "custom_fields", "canned_responses", "saved_views")
KEPT = ("tickets", "messages", *DIRECTORY)
UNSEEN = {"outbox": 0}
Json = dict[str, Any]


@dataclass(frozen=True)
class Desk:
    """An admin's by default; `as_agent`, `as_customer` and `as_reader` are other callers of the same tenant."""

    system: TicketsSystem
    tenant_id: UUID = field(default_factory=new_id)
    role: Role = Role.ADMIN
    scopes: tuple[Scope, ...] = EVERYTHING
    agent_id: UUID | None = None
    key_id: UUID = field(default_factory=new_id)
    contact_id: UUID | None = None
    name: str = "A key"
    surface: Surface = Surface.MESSENGER
    headers: Mapping[str, str] = field(default_factory=dict)

    def on(self, surface: Surface) -> "Desk":
        """The same caller on another surface."""
        return replace(self, surface=surface)

    def as_agent(self, agent_id: UUID | None = None, *, name: str = "A key") -> "Desk":
        return replace(self, role=Role.AGENT, scopes=(Scope.READ, Scope.WRITE), agent_id=agent_id, name=name)

    def as_customer(self, contact_id: UUID | None = None) -> "Desk":
        """A contact of the tenant's, somebody without tickets unless one is named."""
        return replace(
            self, role=Role.CUSTOMER, scopes=(Scope.READ, Scope.WRITE), contact_id=UUID(str(contact_id or new_id()))
        )

    def as_reader(self) -> "Desk":
        return replace(self, scopes=(Scope.READ,))

    def sending(self, **headers: str) -> "Desk":
        """The same caller, who sends these with every request: `if_match` is `If-Match`."""
        return replace(self, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def identity(self) -> str:
        caller = Caller(
            tenant_id=str(self.tenant_id),
            role=self.role,
            scopes=self.scopes,
            name=self.name,
            surface=self.surface,
            request_id=str(new_id()),
            key_id=str(self.key_id),
            agent_id=str(self.agent_id) if self.agent_id else None,
            contact_id=str(self.contact_id) if self.contact_id else None,
        )
        return sign(caller, secret=self.system.secret)

    async def ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        """The answer to a request of this caller; `headers` may overrule the identity."""
        headers = {HEADER: self.identity(), **self.headers, **request.pop("headers", {})}
        return await self.system.http.request(
            method, f"{next(self.system.turn)}{BASES[self.surface]}{path}", headers=headers, **request
        )

    async def get(self, path: str, **query: Any) -> Any:
        return _good(await self.ask("GET", path, params=query), 200)

    async def post(self, path: str, body: Json, *, status: int = 201) -> Json:
        return dict(_good(await self.ask("POST", path, json=body), status))

    async def patch(self, path: str, body: Json) -> Json:
        return dict(_good(await self.ask("PATCH", path, json=body), 200))

    async def put(self, path: str, body: Json) -> Json:
        return dict(_good(await self.ask("PUT", path, json=body), 200))

    async def delete(self, path: str) -> None:
        _good(await self.ask("DELETE", path), 204)

    async def open(self, **body: Any) -> Json:
        """A new ticket, virtual unless told otherwise."""
        return await self.post("/tickets", {"text": "Where is my order?", **body})

    async def agent(self, name: str = "Ada") -> Json:
        return await self.post("/agents", {"name": name, "email": f"{new_id().hex}@example.com"})

    async def told(self, ticket: Json, *, upto: int, within: float = 15.0) -> list[str]:
        """The types of the ticket's events from the first to the one with this number, and of any that came beyond."""
        return [event.type for event in await self.events(ticket, upto=upto, within=within)]

    async def events(self, ticket: Json, *, upto: int, within: float = 15.0) -> list[TicketEvent]:
        return await self.system.hear(ticket["id"], upto=upto, within=within)

    async def told_so_far(self, ticket: Json) -> int:
        """How many events were ever stored about the ticket, published or not."""
        document = await self.system.database["tickets"].find_one({"_id": UUID(ticket["id"])})
        assert document is not None
        return int(document["sequence"])

    async def keeps_nothing_of(self, ticket: Json) -> bool:
        """Whether no trace of the ticket is stored, neither itself nor a tombstone nor a message."""
        ticket_id, database = UUID(ticket["id"]), self.system.database
        left = await database["tickets"].count_documents({"_id": ticket_id})
        for name in ("messages", "history"):
            left += await database[name].count_documents({"ticket_id": ticket_id})
        return left == 0

    async def stored(self) -> dict[str, list[Json]]:
        """Everything that is kept of the tenant, but for the outbox and the counter of numbers."""
        kept = {name: self.system.database[name].find({"tenant_id": self.tenant_id}, UNSEEN) for name in KEPT}
        rows = {name: await found.sort("_id", 1).to_list(None) for name, found in kept.items()}
        rows["settings"] = (
            await self.system.database["settings"].find({"_id": self.tenant_id}, {"last_number": 0}).to_list(None)
        )
        return rows


async def rows_of(desk: Desk, path: str, name: str, **query: Any) -> list[Any]:
    """All rows of a list, asked for one by one."""
    rows: list[Any] = []
    cursor: Json = {}
    while True:
        page = await desk.get(path, limit=1, **query, **cursor)
        rows += page[name]
        if page["next_cursor"] is None:
            return rows
        cursor = {"cursor": page["next_cursor"]}


def error_form(answer: Any, *, status: int, code: str) -> None:
    """Hold an answer to the surface's form of an error."""
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert set(body) == {"error", "request_id"}
    assert set(body["error"]) <= {"code", "message", "details"}
    assert body["error"]["code"] == code
    assert body["error"]["message"]


def _good(response: httpx.Response, status: int) -> Any:
    assert response.status_code == status, f"{response.request.method} {response.request.url}: {response.text}"
    return response.json() if response.content else None
