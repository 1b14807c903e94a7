"""What a test does on a surface without knowing its words: each surface has a driver that does."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from shared.vocabulary import Priority, Status, Surface
from tests.integration.tickets.desk import Desk


@dataclass(frozen=True)
class Said:
    """A message in canonical words."""

    author_type: str
    text: str
    internal: bool


@dataclass(frozen=True)
class Shown:
    """A ticket in canonical words, as far as a surface shows them; None stands for what it does not show.

    `statuses` are all canonical ones that the surface shows as this one word.
    """

    id: UUID
    subject: str
    statuses: tuple[Status, ...]
    priority: Priority
    text: str | None = None
    assignee_id: UUID | None = None
    messages: tuple[Said, ...] | None = None


class Driver(ABC):
    """One caller on one surface. What a call is refused with is raised as `Refused`."""

    surface: Surface
    # Whether the surface shows a ticket's messages.
    converses = True

    def __init__(self, desk: Desk) -> None:
        self.desk = desk.on(self.surface)
        self.admin = desk.on(Surface.MESSENGER)

    @abstractmethod
    async def create(self, *, subject: str, text: str | None = None, priority: Priority | None = None) -> Shown: ...

    @abstractmethod
    async def read(self, ticket_id: UUID) -> Shown: ...

    @abstractmethod
    async def page(
        self,
        *,
        status: Status | None = None,
        priority: Priority | None = None,
        limit: int | None = None,
        after: Any = None,
    ) -> tuple[list[Shown], Any]:
        """One page, newest first, and what `after` needs for the next one: None behind the last."""

    @abstractmethod
    async def reply(self, ticket_id: UUID, text: str, *, internal: bool = False) -> Said: ...

    @abstractmethod
    async def assign(self, ticket_id: UUID, agent_id: UUID | None) -> Shown: ...

    @abstractmethod
    async def set_status(self, ticket_id: UUID, status: Status) -> Shown: ...

    @abstractmethod
    async def set_priority(self, ticket_id: UUID, priority: Priority) -> Shown: ...

    @abstractmethod
    async def close(self, ticket_id: UUID) -> Shown: ...

    @abstractmethod
    async def reopen(self, ticket_id: UUID) -> Shown: ...

    @abstractmethod
    async def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        """A request as it is, with all that the surface wants around it; `path` begins after the surface's base."""

    @abstractmethod
    def problem(self, answer: httpx.Response) -> str:
        """Hold an error to the surface's form, and return its text with all that it names."""

    async def walk(self, *, limit: int, **filters: Any) -> list[UUID]:
        """The ids of a whole list, page by page."""
        seen: list[UUID] = []
        after: Any = None
        while True:
            tickets, after = await self.page(limit=limit, after=after, **filters)
            seen += [ticket.id for ticket in tickets]
            if after is None:
                return seen


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
