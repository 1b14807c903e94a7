"""How the envelope surface is driven."""

from typing import Any
from uuid import UUID

import httpx

from shared.dialects.envelope import AGENT, PRIORITY, STATUS, TICKET, id_into, id_out
from shared.identity import HEADER
from shared.vocabulary import Priority, Status, Surface
from tests.integration.tickets.desk import Json
from tests.integration.tickets.surfaces.driver import Driver, Said, Shown, good


class EnvelopeDriver(Driver):
    surface = Surface.ENVELOPE
    converses = False

    async def create(self, *, subject: str, text: str | None = None, priority: Priority | None = None) -> Shown:
        """Without its text: this surface has none."""
        words = {"priority": PRIORITY.out(priority)} if priority else {}
        return shown(await self.post({"subject": subject, **words}))

    async def read(self, ticket_id: UUID) -> Shown:
        return shown(good(await self.send("GET", f"/tickets/{id_out(TICKET, ticket_id)}"), 200)["ticket"])

    async def page(
        self,
        *,
        status: Status | None = None,
        priority: Priority | None = None,
        limit: int | None = None,
        after: Any = None,
    ) -> tuple[list[Shown], Any]:
        """`after` is a page's `links.next`, followed as it stands."""
        asked = {
            "status": status and STATUS.out(status),
            "priority": priority and PRIORITY.out(priority),
            "page_size": limit,
        }
        page = await (self.follow(after) if after else self.first(**asked))
        assert page["meta"] == {"pageSize": limit or 25, "hasMore": page["links"]["next"] is not None}
        return [shown(ticket) for ticket in page["tickets"]], page["links"]["next"]

    async def first(self, **query: Any) -> Json:
        """The first page of a list, as it was answered."""
        asked = {name: value for name, value in query.items() if value is not None}
        return dict(good(await self.send("GET", "/tickets", params=asked), 200))

    async def follow(self, link: str) -> Json:
        """The page that a link leads to, at whose address nothing is changed."""
        system = self.desk.system
        answer = await system.http.get(f"{next(system.turn)}{link}", headers={HEADER: self.desk.identity()})
        return dict(good(answer, 200))

    async def whole(self, **query: Any) -> list[Json]:
        """A whole list, page by page."""
        page = await self.first(**query)
        tickets = list(page["tickets"])
        while page["links"]["next"] is not None:
            page = await self.follow(page["links"]["next"])
            tickets += page["tickets"]
        return tickets

    async def post(self, fields: Json) -> Json:
        return dict(good(await self.send("POST", "/tickets", json={"ticket": fields}), 201)["ticket"])

    async def put(self, ticket_id: UUID | str, fields: Json) -> Json:
        return dict(good(await self.send("PUT", f"/tickets/{ticket_id}", json={"ticket": fields}), 200)["ticket"])

    async def reply(self, ticket_id: UUID, text: str, *, internal: bool = False) -> Said:
        raise NotImplementedError("the surface has no messages")

    async def assign(self, ticket_id: UUID, agent_id: UUID | None) -> Shown:
        return shown(await self.put(ticket_id, {"assigneeId": id_out(AGENT, agent_id)}))

    async def set_status(self, ticket_id: UUID, status: Status) -> Shown:
        return shown(await self.put(ticket_id, {"status": STATUS.out(status)}))

    async def set_priority(self, ticket_id: UUID, priority: Priority) -> Shown:
        return shown(await self.put(ticket_id, {"priority": PRIORITY.out(priority)}))

    async def close(self, ticket_id: UUID) -> Shown:
        return await self.set_status(ticket_id, Status.CLOSED)

    async def reopen(self, ticket_id: UUID) -> Shown:
        return await self.set_status(ticket_id, Status.IN_PROGRESS)

    async def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        return await self.desk.ask(method, path, **request)

    def problem(self, answer: httpx.Response) -> str:
        body = answer.json()
        assert set(body) == {"error"}
        assert {"code", "message"} <= set(body["error"]) <= {"code", "message", "details"}
        details = [f"{detail['field']}: {detail['message']}" for detail in body["error"].get("details", [])]
        return " ".join([body["error"]["code"], body["error"]["message"], *details])


def shown(ticket: Json) -> Shown:
    return Shown(
        id=id_into(TICKET, ticket["id"]),
        subject=ticket["subject"],
        statuses=STATUS.meanings(ticket["status"]),
        priority=PRIORITY.into(ticket["priority"]),
        assignee_id=id_into(AGENT, ticket["assigneeId"]) if ticket["assigneeId"] else None,
    )
