"""What a test does on a surface that shows a ticket's messages."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar
from uuid import UUID

from tests.integration.tickets.desk import Json
from tests.integration.tickets.surfaces.canonical import Said, Shown
from tests.integration.tickets.surfaces.driver import Driver, good
from tests.integration.tickets.surfaces.life import Life


class TalkingDriver(Driver):
    """One caller who also talks."""

    # The last part of the address that takes them, and the surface's names of what is in one.
    replies_at: ClassVar[str]
    said_names: ClassVar[Mapping[str, str]]

    async def reply(self, ticket_id: UUID, text: str, *, internal: bool = False) -> Said:
        body = {self.said_names["text"]: text, self.said_names["internal"]: internal}
        return self.said(good(await self.send("POST", f"/tickets/{ticket_id}/{self.replies_at}", json=body), 201))

    def shown(self, ticket: Json) -> Shown:
        bare = super().shown(ticket)
        return replace(bare, messages=tuple(map(self.said, ticket["messages"]))) if "messages" in ticket else bare

    def expected(self, life: Life) -> Shown:
        return replace(super().expected(life), messages=life.messages)

    def said(self, message: Json) -> Said:
        return Said(**{name: message[own] for name, own in self.said_names.items()})
