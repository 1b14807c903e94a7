"""How the entity surface is driven."""

from typing import Any
from uuid import UUID

import httpx

from shared.dialects.entity import PRIORITY, STATUS
from shared.vocabulary import Priority, Status, Surface
from tests.integration.tickets.desk import BASES, Json
from tests.integration.tickets.surfaces.driver import Driver, Said, Shown, good


class EntityDriver(Driver):
    surface = Surface.ENTITY

    async def create(self, *, subject: str, text: str | None = None, priority: Priority | None = None) -> Shown:
        words = {"description": text, "priority": priority and PRIORITY.out(priority)}
        body = {"subject": subject, **{name: word for name, word in words.items() if word is not None}}
        return shown(good(await self.send("POST", "/tickets", json=body), 201))

    async def read(self, ticket_id: UUID) -> Shown:
        return shown(good(await self.send("GET", f"/tickets/{ticket_id}"), 200))

    async def page(
        self,
        *,
        status: Status | None = None,
        priority: Priority | None = None,
        limit: int | None = None,
        after: Any = None,
    ) -> tuple[list[Shown], Any]:
        """What `after` needs is the address of the next page, as the list has said it."""
        asked = {"status": status and STATUS.out(status), "priority": priority and PRIORITY.out(priority)}
        query = {name: value for name, value in {**asked, "limit": limit}.items() if value is not None}
        answer = await (self.follow(after) if after else self.send("GET", "/tickets", params=query))
        return [shown(ticket) for ticket in good(answer, 200)], answer.links.get("next", {}).get("url")

    async def reply(self, ticket_id: UUID, text: str, *, internal: bool = False) -> Said:
        body = {"body": text, "isInternal": internal}
        return said(good(await self.send("POST", f"/tickets/{ticket_id}/messages", json=body), 201))

    async def assign(self, ticket_id: UUID, agent_id: UUID | None) -> Shown:
        return await self.patch(ticket_id, {"assignedTo": agent_id and str(agent_id)})

    async def set_status(self, ticket_id: UUID, status: Status) -> Shown:
        return await self.patch(ticket_id, {"status": STATUS.out(status)})

    async def set_priority(self, ticket_id: UUID, priority: Priority) -> Shown:
        return await self.patch(ticket_id, {"priority": PRIORITY.out(priority)})

    async def close(self, ticket_id: UUID) -> Shown:
        return await self.set_status(ticket_id, Status.CLOSED)

    async def reopen(self, ticket_id: UUID) -> Shown:
        return await self.set_status(ticket_id, Status.IN_PROGRESS)

    async def patch(self, ticket_id: UUID, body: Json) -> Shown:
        return shown(good(await self.send("PATCH", f"/tickets/{ticket_id}", json=body), 200))

    async def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        """The request with the tenant's own `entityId` in its query."""
        named = {"entityId": str(self.desk.tenant_id), **request.pop("params", {})}
        return await self.desk.ask(method, path, params=named, **request)

    async def follow(self, address: str) -> httpx.Response:
        """Get an address as it stands in a `Link`."""
        return await self.desk.ask("GET", address.removeprefix(BASES[self.surface]))

    def problem(self, answer: httpx.Response) -> str:
        body = answer.json()
        assert set(body) == {"error"}
        assert isinstance(body["error"], str)
        return body["error"]


def shown(ticket: Json) -> Shown:
    return Shown(
        id=UUID(ticket["id"]),
        subject=ticket["subject"],
        statuses=STATUS.meanings(ticket["status"]),
        priority=PRIORITY.into(ticket["priority"]),
        text=ticket["description"],
        assignee_id=UUID(ticket["assignedTo"]) if ticket["assignedTo"] else None,
        messages=tuple(said(message) for message in ticket["messages"]) if "messages" in ticket else None,
    )


def said(message: Json) -> Said:
    return Said(message["authorType"], message["body"], message["isInternal"])
