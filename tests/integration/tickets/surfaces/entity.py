"""How the entity surface is driven."""

from collections.abc import Mapping
from typing import Any, ClassVar

import httpx

from shared.dialects.entity import PRIORITY, STATUS
from shared.vocabulary import Surface
from tests.integration.tickets.desk import BASES, Json
from tests.integration.tickets.surfaces.driver import good
from tests.integration.tickets.surfaces.talking import TalkingDriver


class EntityDriver(TalkingDriver):
    surface = Surface.ENTITY
    status_words, priority_words = STATUS, PRIORITY
    names: ClassVar[Mapping[str, str]] = {
        **{name: name for name in ("subject", "status", "priority")},
        "text": "description",
        "assignee_id": "assignedTo",
        "requester_email": "contactEmail",
        "number": "ticketNumber",
        "first_reply_at": "firstResponseAt",
        "resolved_at": "resolvedAt",
        "closed_at": "closedAt",
    }
    opens_with = frozenset({"subject", "text", "status", "priority", "assignee_id", "requester_email"})
    changes_with = frozenset({"subject", "text", "status", "priority", "assignee_id"})
    replies_at = "messages"
    said_names: ClassVar[Mapping[str, str]] = {"author_type": "authorType", "text": "body", "internal": "isInternal"}

    async def rows(self, query: Json, *, after: Any) -> tuple[list[Json], Any]:
        """What `after` needs is the address of the next page, as the list has said it."""
        answer = await (self.follow(after) if after else self.send("GET", "/tickets", params=query))
        return good(answer, 200), answer.links.get("next", {}).get("url")

    async def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        """The request with the tenant's own `entityId` in its query."""
        named = {"entityId": str(self.desk.tenant_id), **request.pop("params", {})}
        return await self.desk.ask(method, path, params=named, **request)

    async def follow(self, address: str) -> httpx.Response:
        """Get an address as it stands in a `Link`."""
        return await self.desk.ask("GET", address.removeprefix(BASES[self.surface]))

    def problem(self, answer: httpx.Response) -> str:
        body = answer.json()
        assert set(body) == self.problem_has
        assert isinstance(body["error"], str)
        return body["error"]
