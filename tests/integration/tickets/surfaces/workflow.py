"""How the workflow surface is driven."""

from collections.abc import Mapping
from typing import Any, ClassVar, Unpack
from uuid import UUID

from shared.dialects.workflow import PRIORITY, STATUS
from shared.ids import new_id
from shared.vocabulary import Status, Surface
from tests.integration.tickets.desk import Desk, Json
from tests.integration.tickets.surfaces.canonical import Fields, Shown
from tests.integration.tickets.surfaces.driver import good
from tests.integration.tickets.surfaces.talking import TalkingDriver


class WorkflowDriver(TalkingDriver):
    surface = Surface.WORKFLOW
    status_words, priority_words = STATUS, PRIORITY
    names: ClassVar[Mapping[str, str]] = {
        **{name: name for name in ("subject", "status", "priority", "tags")},
        "text": "description",
        "assignee_id": "assigneeId",
        "contact_id": "contactId",
        "number": "ticketNumber",
    }
    opens_with = frozenset({"subject", "text", "priority", "assignee_id", "tags", "contact_id"})
    changes_with = frozenset({"subject", "text", "status", "priority", "assignee_id", "tags"})
    replies_at = "reply"
    said_names: ClassVar[Mapping[str, str]] = {"author_type": "authorType", "text": "body", "internal": "internal"}

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._contact_id: UUID | None = None

    async def create(self, **fields: Unpack[Fields]) -> Shown:
        """A ticket is of one and the same customer unless told otherwise."""
        fields["contact_id"] = fields.get("contact_id") or await self._contact()
        return await super().create(**fields)

    async def rows(self, query: Json, *, after: Any) -> tuple[list[Json], Any]:
        """`after` is the next page's number, and the newest ticket's time: what comes later would move the pages."""
        number, newest = after or (1, None)
        asked = {**query, "page": number, **({"to": newest} if newest else {})}
        answer = good(await self.send("GET", "/tickets", params=asked), 200)
        rows, more = answer["data"], number < answer["meta"]["totalPages"]
        return rows, (number + 1, newest or rows[0]["createdAt"]) if more else None

    async def total(self, *, status: Status | None = None) -> int:
        """How many tickets the surface counts, of all or of a status."""
        asked = {"status": STATUS.out(status)} if status else {}
        return int(good(await self.send("GET", "/tickets", params=asked), 200)["meta"]["total"])

    async def assign(self, ticket_id: UUID, agent_id: UUID | None) -> Shown:
        return await self._post(ticket_id, "assign", {"assigneeId": agent_id and str(agent_id)})

    async def close(self, ticket_id: UUID) -> Shown:
        return await self._post(ticket_id, "close", {})

    async def reopen(self, ticket_id: UUID) -> Shown:
        return await self._post(ticket_id, "reopen", {})

    def assignee(self, ticket: Json) -> str | None:
        return ticket["assignee"] and str(ticket["assignee"]["id"])

    async def _post(self, ticket_id: UUID, what: str, body: Json) -> Shown:
        return self.ticket(await self.send("POST", f"/tickets/{ticket_id}/{what}", json=body))

    async def _contact(self) -> UUID:
        if self._contact_id is None:
            self._contact_id = UUID((await contact(self.admin))["id"])
        return self._contact_id


async def contact(desk: Desk, name: str = "Acme Corp") -> Json:
    """A new contact of the desk's tenant."""
    return await desk.on(Surface.MESSENGER).post("/contacts", {"name": name, "email": f"{new_id().hex}@example.com"})
