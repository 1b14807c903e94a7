"""How the workflow surface is driven."""

from typing import Any
from uuid import UUID

import httpx

from shared.dialects.workflow import PRIORITY, STATUS
from shared.ids import new_id
from shared.vocabulary import Priority, Status, Surface
from tests.integration.tickets.desk import Desk, Json
from tests.integration.tickets.surfaces.driver import Driver, Said, Shown, good


class WorkflowDriver(Driver):
    surface = Surface.WORKFLOW

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._contact: Json | None = None

    async def contact(self) -> Json:
        """The customer whose every ticket is."""
        if self._contact is None:
            self._contact = await contact(self.admin)
        return self._contact

    async def create(self, *, subject: str, text: str | None = None, priority: Priority | None = None) -> Shown:
        body = {"subject": subject, "contactId": (await self.contact())["id"]}
        words = {"priority": PRIORITY.out(priority)} if priority else {}
        described = {"description": text} if text else {}
        return shown(good(await self.send("POST", "/tickets", json=body | words | described), 201))

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
        """`after` is the next page's number, and the newest ticket's time: what comes later would move the pages."""
        number, newest = after or (1, None)
        asked = {
            "status": status and STATUS.out(status),
            "priority": priority and PRIORITY.out(priority),
            "limit": limit,
            "page": number,
            "to": newest,
        }
        query = {name: value for name, value in asked.items() if value is not None}
        answer = good(await self.send("GET", "/tickets", params=query), 200)
        rows, more = answer["data"], number < answer["meta"]["totalPages"]
        return [shown(ticket) for ticket in rows], (number + 1, newest or rows[0]["createdAt"]) if more else None

    async def reply(self, ticket_id: UUID, text: str, *, internal: bool = False) -> Said:
        body = {"body": text, "internal": internal}
        return said(good(await self.send("POST", f"/tickets/{ticket_id}/reply", json=body), 201))

    async def assign(self, ticket_id: UUID, agent_id: UUID | None) -> Shown:
        body = {"assigneeId": agent_id and str(agent_id)}
        return shown(good(await self.send("POST", f"/tickets/{ticket_id}/assign", json=body), 200))

    async def set_status(self, ticket_id: UUID, status: Status) -> Shown:
        return await self._patch(ticket_id, {"status": STATUS.out(status)})

    async def set_priority(self, ticket_id: UUID, priority: Priority) -> Shown:
        return await self._patch(ticket_id, {"priority": PRIORITY.out(priority)})

    async def close(self, ticket_id: UUID) -> Shown:
        return shown(good(await self.send("POST", f"/tickets/{ticket_id}/close"), 200))

    async def reopen(self, ticket_id: UUID) -> Shown:
        return shown(good(await self.send("POST", f"/tickets/{ticket_id}/reopen"), 200))

    async def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        return await self.desk.ask(method, path, **request)

    def problem(self, answer: httpx.Response) -> str:
        body = answer.json()
        assert set(body) == {"error"}
        assert {"code", "message"} <= set(body["error"]) <= {"code", "message", "details"}
        details = [f"{detail['field']}: {detail['message']}" for detail in body["error"].get("details", [])]
        return " ".join([body["error"]["code"], body["error"]["message"], *details])

    async def _patch(self, ticket_id: UUID, body: Json) -> Shown:
        return shown(good(await self.send("PATCH", f"/tickets/{ticket_id}", json=body), 200))


async def contact(desk: Desk, name: str = "Acme Corp") -> Json:
    """A new contact of the desk's tenant."""
    return await desk.on(Surface.MESSENGER).post("/contacts", {"name": name, "email": f"{new_id().hex}@example.com"})


def shown(ticket: Json) -> Shown:
    return Shown(
        id=UUID(ticket["id"]),
        subject=ticket["subject"],
        statuses=STATUS.meanings(ticket["status"]),
        priority=PRIORITY.into(ticket["priority"]),
        text=ticket.get("description"),
        assignee_id=UUID(ticket["assignee"]["id"]) if ticket["assignee"] else None,
        messages=tuple(said(message) for message in ticket["messages"]) if "messages" in ticket else None,
    )


def said(message: Json) -> Said:
    return Said(message["authorType"], message["body"], message["internal"])
