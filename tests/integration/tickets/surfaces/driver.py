"""What a test does on a surface without knowing its words: each surface has a driver that does."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Unpack
from uuid import UUID

import httpx

from shared.dialects.words import Words
from shared.vocabulary import Priority, Status, Surface
from tests.integration.tickets.desk import Desk, Json
from tests.integration.tickets.surfaces.canonical import TURNS, Fields, Shown
from tests.integration.tickets.surfaces.life import Life


class Driver(ABC):
    """One caller on one surface. What a call is refused with is raised as `Refused`."""

    surface: ClassVar[Surface]
    status_words: ClassVar[Words[Status]]
    priority_words: ClassVar[Words[Priority]]
    # The surface's names of `Fields`, of the number, and of the turns that are dated; others it does not have.
    names: ClassVar[Mapping[str, str]]
    # Those of `Fields` that a new ticket is given, and those that a change may be.
    opens_with: ClassVar[frozenset[str]]
    changes_with: ClassVar[frozenset[str]]
    change_method = "PATCH"
    limit_name = "limit"
    # What stands in an error's body.
    problem_has: ClassVar[frozenset[str]] = frozenset({"error"})

    def __init__(self, desk: Desk) -> None:
        self.desk = desk.on(self.surface)
        self.admin = desk.on(Surface.MESSENGER)

    async def create(self, **fields: Unpack[Fields]) -> Shown:
        """A new ticket; a field that the surface does not take here is left out."""
        taken: Any = {name: value for name, value in fields.items() if name in self.opens_with and value is not None}
        return self.ticket(await self.send("POST", "/tickets", json=self.body(self.spelled(taken))), 201)

    async def read(self, ticket_id: UUID) -> Shown:
        return self.ticket(await self.send("GET", f"/tickets/{ticket_id}"))

    async def change(self, ticket_id: UUID, **fields: Unpack[Fields]) -> Shown:
        """All in one request. Only fields in `changes_with` are taken."""
        body = self.body(self.spelled(fields))
        return self.ticket(await self.send(self.change_method, f"/tickets/{ticket_id}", json=body))

    async def page(
        self,
        *,
        status: Status | None = None,
        priority: Priority | None = None,
        limit: int | None = None,
        after: Any = None,
    ) -> tuple[list[Shown], Any]:
        """One page, newest first, and what `after` needs for the next one: None behind the last."""
        asked = {
            "status": status and self.status_words.out(status),
            "priority": priority and self.priority_words.out(priority),
            self.limit_name: limit,
        }
        query = {name: value for name, value in asked.items() if value is not None}
        rows, following = await self.rows(query, after=after)
        return [self.shown(row) for row in rows], following

    @abstractmethod
    async def rows(self, query: Json, *, after: Any) -> tuple[list[Json], Any]:
        """A page as the surface shows it, and what `after` needs for the next one."""

    async def assign(self, ticket_id: UUID, agent_id: UUID | None) -> Shown:
        return await self.change(ticket_id, assignee_id=agent_id)

    async def set_status(self, ticket_id: UUID, status: Status) -> Shown:
        return await self.change(ticket_id, status=status)

    async def set_priority(self, ticket_id: UUID, priority: Priority) -> Shown:
        return await self.change(ticket_id, priority=priority)

    async def close(self, ticket_id: UUID) -> Shown:
        return await self.set_status(ticket_id, Status.CLOSED)

    async def reopen(self, ticket_id: UUID) -> Shown:
        return await self.set_status(ticket_id, Status.IN_PROGRESS)

    async def delete(self, ticket_id: UUID) -> None:
        answer = await self.send("DELETE", f"/tickets/{ticket_id}")
        if answer.status_code != 204:
            raise Refused(answer)

    async def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        """A request as it is, with all that the surface wants around it; `path` begins after the surface's base."""
        return await self.desk.ask(method, path, **request)

    def problem(self, answer: httpx.Response) -> str:
        """Hold an error to the surface's form, and return its text with all that it names."""
        body = answer.json()
        assert set(body) == self.problem_has
        assert {"code", "message"} <= set(body["error"]) <= {"code", "message", "details"}
        details = [f"{detail['field']}: {detail['message']}" for detail in body["error"].get("details", [])]
        return " ".join([body["error"]["code"], body["error"]["message"], *details])

    async def walk(self, *, limit: int, **filters: Any) -> list[UUID]:
        """The ids of a whole list, page by page."""
        seen: list[UUID] = []
        after: Any = None
        while True:
            tickets, after = await self.page(limit=limit, after=after, **filters)
            seen += [ticket.id for ticket in tickets]
            if after is None:
                return seen

    def spelled(self, fields: Fields) -> Json:
        """The fields in the surface's words."""
        return {self.names[name]: self.word(value) for name, value in fields.items()}

    def word(self, value: object) -> object:
        if isinstance(value, Status):
            return self.status_words.out(value)
        if isinstance(value, Priority):
            return self.priority_words.out(value)
        return str(value) if isinstance(value, UUID) else value

    def body(self, fields: Json) -> Json:
        """What a ticket's fields are sent in."""
        return fields

    def ticket(self, answer: httpx.Response, status: int = 200) -> Shown:
        """The one ticket of an answer. Raises Refused."""
        return replace(self.shown(good(answer, status)), version=int(answer.headers["ETag"].strip('"').split("-")[0]))

    def shown(self, ticket: Json) -> Shown:
        text, number, tags = (ticket.get(self.names.get(name, "")) for name in ("text", "number", "tags"))
        dates = {turn: ticket[self.names[turn]] for turn in TURNS} if self.names.keys() >= set(TURNS) else None
        return Shown(
            id=self.id_of(ticket["id"]),
            subject=ticket["subject"],
            statuses=self.status_words.meanings(ticket["status"]),
            priority=self.priority_words.into(ticket["priority"]),
            assignee_id=self.id_of(assignee) if (assignee := self.assignee(ticket)) else None,
            text=text,
            number=None if number is None else int(str(number).rsplit("-", 1)[-1]),
            tags=None if tags is None else tuple(tags),
            dated=None if dates is None else frozenset(turn for turn, date in dates.items() if date),
        )

    def expected(self, life: Life) -> Shown:
        """What the surface has to show of a ticket with this life."""
        has = self.names.keys()
        return Shown(
            id=life.id,
            subject=life.subject,
            statuses=self.status_words.meanings(self.status_words.out(life.status)),
            priority=life.priority,
            assignee_id=life.assignee_id,
            text=life.text if "text" in has else None,
            number=life.number if "number" in has else None,
            tags=life.tags if "tags" in has else None,
            dated=life.dated if has >= set(TURNS) else None,
            version=life.version,
        )

    def assignee(self, ticket: Json) -> str | None:
        """The id of the agent whose the ticket is, as the surface spells it."""
        agent_id: str | None = ticket[self.names["assignee_id"]]
        return agent_id

    def id_of(self, spelled: str) -> UUID:
        return UUID(spelled)


class Refused(AssertionError):
    """An answer that is no success; `answer` is what came back."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(f"{answer.status_code} {answer.text}")
        self.answer = answer


def good(answer: httpx.Response, status: int) -> Any:
    """The body of an answer with this status. Raises Refused."""
    if answer.status_code != status:
        raise Refused(answer)
    return answer.json()
