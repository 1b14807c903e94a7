"""How the messenger surface is driven."""

from typing import Any
from uuid import UUID

import httpx

from shared.dialects.messenger import PRIORITY, STATUS
from shared.vocabulary import Priority, Status, Surface
from tests.integration.tickets.desk import Json
from tests.integration.tickets.surfaces.driver import Driver, Said, Shown, good


class MessengerDriver(Driver):
    surface = Surface.MESSENGER

    async def create(self, *, subject: str, text: str | None = None, priority: Priority | None = None) -> Shown:
        body = {"subject": subject, "text": text or subject}
        words = {"priority": PRIORITY.out(priority)} if priority else {}
        return shown(good(await self.send("POST", "/tickets", json=body | words), 201))

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
        asked = {
            "status": status and STATUS.out(status),
            "priority": priority and PRIORITY.out(priority),
            "limit": limit,
            "cursor": after,
        }
        query = {name: value for name, value in asked.items() if value is not None}
        page = good(await self.send("GET", "/tickets", params=query), 200)
        return [shown(ticket) for ticket in page["tickets"]], page["next_cursor"]

    async def reply(self, ticket_id: UUID, text: str, *, internal: bool = False) -> Said:
        body = {"text": text, "internal": internal}
        return said(good(await self.send("POST", f"/tickets/{ticket_id}/reply", json=body), 201))

    async def assign(self, ticket_id: UUID, agent_id: UUID | None) -> Shown:
        body = {"assigned_to": agent_id and str(agent_id)}
        return shown(good(await self.send("PATCH", f"/tickets/{ticket_id}/assign", json=body), 200))

    async def set_status(self, ticket_id: UUID, status: Status) -> Shown:
        body = {"status": STATUS.out(status)}
        return shown(good(await self.send("PATCH", f"/tickets/{ticket_id}/status", json=body), 200))

    async def set_priority(self, ticket_id: UUID, priority: Priority) -> Shown:
        body = {"priority": PRIORITY.out(priority)}
        return shown(good(await self.send("PATCH", f"/tickets/{ticket_id}/priority", json=body), 200))

    async def close(self, ticket_id: UUID) -> Shown:
        return await self.set_status(ticket_id, Status.CLOSED)

    async def reopen(self, ticket_id: UUID) -> Shown:
        body = {"status": "open"}
        return shown(good(await self.send("PATCH", f"/tickets/{ticket_id}/status", json=body), 200))

    async def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        return await self.desk.ask(method, path, **request)

    def problem(self, answer: httpx.Response) -> str:
        body = answer.json()
        assert set(body) == {"error", "request_id"}
        assert {"code", "message"} <= set(body["error"]) <= {"code", "message", "details"}
        details = [f"{detail['field']}: {detail['message']}" for detail in body["error"].get("details", [])]
        return " ".join([body["error"]["code"], body["error"]["message"], *details])


def shown(ticket: Json) -> Shown:
    return Shown(
        id=UUID(ticket["id"]),
        subject=ticket["subject"],
        statuses=STATUS.meanings(ticket["status"]),
        priority=PRIORITY.into(ticket["priority"]),
        text=ticket["text"],
        assignee_id=UUID(ticket["assigned_to"]) if ticket["assigned_to"] else None,
        messages=tuple(said(message) for message in ticket["messages"]) if "messages" in ticket else None,
    )


def said(message: Json) -> Said:
    return Said(message["author_type"], message["text"], message["internal"])
