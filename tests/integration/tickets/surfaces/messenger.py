"""How the messenger surface is driven."""

from collections.abc import Mapping
from typing import Any, ClassVar, Unpack
from uuid import UUID

from shared.dialects.messenger import OPEN_AGAIN, PRIORITY, STATUS
from shared.vocabulary import Priority, Status, Surface
from tests.integration.tickets.desk import Json
from tests.integration.tickets.surfaces.canonical import Fields, Said, Shown
from tests.integration.tickets.surfaces.driver import good
from tests.integration.tickets.surfaces.talking import TalkingDriver


class MessengerDriver(TalkingDriver):
    surface = Surface.MESSENGER
    status_words, priority_words = STATUS, PRIORITY
    names: ClassVar[Mapping[str, str]] = {
        **{name: name for name in ("subject", "text", "status", "priority", "tags", "contact_id", "number")},
        **{name: name for name in ("first_reply_at", "resolved_at", "closed_at")},
        "assignee_id": "assigned_to",
    }
    opens_with = frozenset({"subject", "text", "priority", "tags", "contact_id"})
    changes_with = frozenset({"subject", "status", "priority", "assignee_id", "tags"})
    replies_at = "reply"
    said_names: ClassVar[Mapping[str, str]] = {name: name for name in ("author_type", "text", "internal")}
    problem_has = frozenset({"error", "request_id"})

    async def create(self, **fields: Unpack[Fields]) -> Shown:
        """A ticket without a text has its subject for one."""
        fields["text"] = fields.get("text") or fields["subject"]
        return await super().create(**fields)

    async def customer_reply(self, ticket_id: UUID, text: str) -> Said:
        """What a virtual customer writes."""
        answer = await self.send("POST", f"/tickets/{ticket_id}/customer-reply", json={"text": text})
        return self.said(good(answer, 201))

    async def rows(self, query: Json, *, after: Any) -> tuple[list[Json], Any]:
        asked = {**query, "cursor": after} if after else query
        page = good(await self.send("GET", "/tickets", params=asked), 200)
        return page["tickets"], page["next_cursor"]

    async def assign(self, ticket_id: UUID, agent_id: UUID | None) -> Shown:
        return await self._patch(ticket_id, "assign", {"assigned_to": agent_id and str(agent_id)})

    async def set_status(self, ticket_id: UUID, status: Status) -> Shown:
        return await self._patch(ticket_id, "status", {"status": STATUS.out(status)})

    async def set_priority(self, ticket_id: UUID, priority: Priority) -> Shown:
        return await self._patch(ticket_id, "priority", {"priority": PRIORITY.out(priority)})

    async def reopen(self, ticket_id: UUID) -> Shown:
        return await self._patch(ticket_id, "status", {"status": OPEN_AGAIN})

    async def _patch(self, ticket_id: UUID, what: str, body: Json) -> Shown:
        return self.ticket(await self.send("PATCH", f"/tickets/{ticket_id}/{what}", json=body))
