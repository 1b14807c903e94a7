"""How the envelope surface is driven."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from shared.dialects.envelope import AGENT, PRIORITY, STATUS, id_out
from shared.identity import HEADER
from shared.vocabulary import Surface
from tests.integration.tickets.desk import Json
from tests.integration.tickets.surfaces.canonical import Shown
from tests.integration.tickets.surfaces.driver import Driver, good


class EnvelopeDriver(Driver):
    """The surface has no messages, and so no text."""

    surface = Surface.ENVELOPE
    status_words, priority_words = STATUS, PRIORITY
    names: ClassVar[Mapping[str, str]] = {
        **{name: name for name in ("subject", "status", "priority", "tags")},
        "assignee_id": "assigneeId",
        "requester_email": "requesterEmail",
    }
    opens_with = frozenset({"subject", "status", "priority", "assignee_id", "tags", "requester_email"})
    changes_with = frozenset({"subject", "status", "priority", "assignee_id", "tags"})
    change_method = "PUT"
    limit_name = "page_size"

    async def rows(self, query: Json, *, after: Any) -> tuple[list[Json], Any]:
        """`after` is a page's `links.next`, followed as it stands."""
        page = await (self.follow(after) if after else self.first(**query))
        assert page["meta"] == {"pageSize": query.get("page_size", 25), "hasMore": page["links"]["next"] is not None}
        return page["tickets"], page["links"]["next"]

    async def first(self, **query: Any) -> Json:
        """The first page of a list, as it was answered."""
        return dict(good(await self.send("GET", "/tickets", params=query), 200))

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
        return dict(good(await self.send("POST", "/tickets", json=self.body(fields)), 201)["ticket"])

    async def put(self, ticket_id: UUID | str, fields: Json) -> Json:
        return dict(good(await self.send("PUT", f"/tickets/{ticket_id}", json=self.body(fields)), 200)["ticket"])

    def body(self, fields: Json) -> Json:
        return {"ticket": fields}

    def word(self, value: object) -> object:
        return id_out(AGENT, value) if isinstance(value, UUID) else super().word(value)

    def shown(self, ticket: Json) -> Shown:
        """Of a list's row, or of one ticket in its envelope."""
        return super().shown(ticket.get("ticket", ticket))

    def id_of(self, spelled: str) -> UUID:
        """Behind its prefix."""
        return UUID(spelled.partition("_")[2])
