"""Tickets and notifications as real processes before a real mail server, and a tenant's people who write."""

import itertools
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import httpx

from shared.identity import HEADER, Caller, sign
from shared.ids import new_id
from shared.mongo import Database, connect
from shared.vocabulary import Role, Scope, Surface
from tests.support.eventually import eventually
from tests.support.fake_mail import Mailroom
from tests.support.servers import BackingServers
from tests.support.stack import Stack

MESSENGER = "/v1/helpdesk"
Json = dict[str, Any]
NUMBERS = itertools.count(1)
PUBLIC_URL = "https://help.acme.example"
FROM = "Acme Help <help@acme.example>"


class PostSystem:
    """`async with` starts the processes and waits until both consume; `room` is None where no e-mails are sent."""

    def __init__(self, servers: BackingServers, *, directory: Path, room: Mailroom | None) -> None:
        settings = {
            "HELPDESK_PUBLIC_URL": PUBLIC_URL,
            "HELPDESK_NOTIFICATIONS_LEASE_SECONDS": "3",
            "HELPDESK_SMTP_URL": room.url if room else "",
            "HELPDESK_SMTP_FROM": FROM,
        }
        self.stack = Stack(servers, directory=directory, services=["tickets", "notifications"], settings=settings)
        self.database: Database = connect(servers.mongo.url, database=f"{self.stack.namespace}_notifications")
        self.http = httpx.AsyncClient(trust_env=False, timeout=15.0, verify=False)

    async def __aenter__(self) -> Self:
        await self.stack.start()
        await self.serving()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()
        self.database.client.close()
        await self.stack.stop()

    async def serving(self) -> None:
        """Return once both serve and consume."""
        for (url,) in self.stack.urls.values():

            async def serves(url: str = url) -> bool:
                return all((await self.http.get(f"{url}/readyz")).json()["checks"].values())

            await eventually(serves, within=40, what="tickets and notifications serve")

    @property
    def log(self) -> str:
        return self.stack.process("notifications").log.read_text()


@dataclass
class Party:
    """A tenant of its own, seen by its admin or by one of its agents."""

    system: PostSystem
    tenant_id: UUID = field(default_factory=new_id)
    agent_id: str | None = None
    name: str = "Ann"

    def as_agent(self, agent: Json) -> "Party":
        return Party(self.system, self.tenant_id, agent["id"], agent["name"])

    async def ask(self, method: str, path: str, json: Json | None = None) -> Json:
        """What tickets answers, where it succeeds."""
        caller = Caller(
            tenant_id=str(self.tenant_id),
            role=Role.ADMIN,
            scopes=(Scope.READ, Scope.WRITE, Scope.ADMIN),
            name=self.name,
            surface=Surface.MESSENGER,
            request_id=new_id().hex,
            agent_id=self.agent_id,
        )
        stack = self.system.stack
        headers = {HEADER: sign(caller, secret=stack.settings["HELPDESK_IDENTITY_SECRET"])}
        url = f"{stack.urls['tickets'][0]}{MESSENGER}{path}"
        answer = await self.system.http.request(method, url, json=json, headers=headers)
        assert answer.is_success, answer.text
        return dict(answer.json()) if answer.content else {}

    async def agent(self, name: str, **fields: Any) -> Json:
        """A new agent, whose address nobody else has."""
        return await self.ask("POST", "/agents", {"name": name, "email": address(name.lower()), **fields})

    async def ticket_of(self, email: str, *, name: str = "Olga", **fields: Any) -> Json:
        """A ticket of a customer with an address and without a chat."""
        contact = await self.ask("POST", "/contacts", {"name": name, "email": email})
        body = {"channel": "virtual", "subject": "Where is it?", "text": "Hello", "contact_id": contact["id"], **fields}
        return await self.ask("POST", "/tickets", body)

    async def reply(self, ticket: Json, text: str, **fields: Any) -> Json:
        return await self.ask("POST", f"/tickets/{ticket['id']}/reply", {"text": text, **fields})

    async def customer_writes(self, ticket: Json, text: str) -> Json:
        return await self.ask("POST", f"/tickets/{ticket['id']}/customer-reply", {"text": text})

    async def assign(self, ticket: Json, agent: Json | None) -> Json:
        body = {"assigned_to": agent["id"] if agent else None}
        return await self.ask("PATCH", f"/tickets/{ticket['id']}/assign", body)

    async def shows(self, ticket: Json, message: Json, *statuses: str, within: float = 15.0) -> Json:
        """The delivery of the ticket's message once it has one of these statuses."""

        async def delivery() -> Json | None:
            shown = await self.ask("GET", f"/tickets/{ticket['id']}")
            [found] = [each["delivery"] for each in shown["messages"] if each["id"] == message["id"]]
            return dict(found) if found and found["status"] in statuses else None

        return dict(await eventually(delivery, within=within, what=f"the delivery is {statuses}") or {})


def address(local: str = "olga") -> str:
    """One that no other test has."""
    return f"{local}.{next(NUMBERS)}@mail.example"
