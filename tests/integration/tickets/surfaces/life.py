"""A ticket's life as the product promises it, in canonical words: what tests hold every surface to."""

from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID

from shared.vocabulary import Priority, Status, Surface
from tests.integration.tickets.surfaces.canonical import Fields, Said

DONE = {Status.RESOLVED, Status.CLOSED}
AT_REST = {Status.PENDING, *DONE}
# Messenger has one word, `waiting`, for both.
WAITING = {Status.PENDING, Status.RESOLVED}


class NotNow(Exception):
    """What the surface has to refuse with 400, because of the status that the ticket has."""


@dataclass(frozen=True)
class Life:
    """`version` counts what has changed the ticket; what changes nothing leaves it as it is."""

    id: UUID
    number: int
    subject: str
    text: str | None
    status: Status = Status.NEW
    priority: Priority = Priority.NORMAL
    assignee_id: UUID | None = None
    tags: tuple[str, ...] = ()
    replies: tuple[Said, ...] = ()
    dated: frozenset[str] = frozenset()
    version: int = 1

    @classmethod
    def begun(cls, fields: Fields, *, ticket_id: UUID, number: int) -> Self:
        """A new ticket; an agent given from the start changes no status."""
        return cls(
            id=ticket_id,
            number=number,
            subject=fields["subject"],
            text=fields.get("text"),
            priority=fields.get("priority", Priority.NORMAL),
            assignee_id=fields.get("assignee_id"),
            tags=tuple(dict.fromkeys(fields.get("tags", []))),
        )._in(fields.get("status", Status.NEW))

    @property
    def messages(self) -> tuple[Said, ...]:
        """All of them in their order; the text is the first."""
        return (*([Said("customer", self.text, False)] if self.text is not None else []), *self.replies)

    @property
    def without_notes(self) -> Self:
        """As a customer sees it."""
        return replace(self, replies=tuple(said for said in self.replies if not said.internal))

    def answered(self, text: str) -> Self:
        """The first public answer of an agent begins the work."""
        begun = self._in(Status.IN_PROGRESS) if self.status is Status.NEW else self
        return self._becoming(begun._with(Said("agent", text, False), dated={"first_reply_at"}))

    def noted(self, text: str) -> Self:
        return self._becoming(self._with(Said("agent", text, True)))

    def answered_by_customer(self, text: str) -> Self:
        """What was at rest is in progress again."""
        return self._becoming(self._awake()._with(Said("customer", text, False)))

    def changed(self, fields: Fields, *, on: Surface) -> Self:
        """In one request; a status given wins over what an assignment does."""
        after = self
        if "assignee_id" in fields:
            starts = fields["assignee_id"] is not None and self.status is Status.NEW and "status" not in fields
            after = replace(self._in(Status.IN_PROGRESS) if starts else self, assignee_id=fields["assignee_id"])
        if "status" in fields:
            after = after._in(self._heard(fields["status"], on=on))
        tags = tuple(dict.fromkeys(fields["tags"])) if "tags" in fields else self.tags
        return self._becoming(
            replace(
                after,
                subject=fields.get("subject", self.subject),
                text=fields.get("text", self.text),
                priority=fields.get("priority", self.priority),
                tags=tags,
            )
        )

    def closed(self, *, on: Surface) -> Self:
        """Closing twice changes nothing, and on workflow is refused. Raises NotNow."""
        if on is Surface.WORKFLOW and self.status is Status.CLOSED:
            raise NotNow
        return self._becoming(self._in(Status.CLOSED))

    def reopened(self, *, on: Surface, by_customer: bool = False) -> Self:
        """Workflow refuses what is not done; messenger leaves what is not at rest, and so do all for a customer; an
        agent on the other two names the status. Raises NotNow."""
        if on is Surface.WORKFLOW and self.status not in DONE:
            raise NotNow
        named = on in {Surface.ENVELOPE, Surface.ENTITY} and not by_customer
        return self._becoming(self._in(Status.IN_PROGRESS) if named else self._awake())

    def _heard(self, status: Status, *, on: Surface) -> Status:
        """The status that the surface's word for this one asks for."""
        if on is Surface.MESSENGER and status in WAITING:
            return self.status if self.status in WAITING else Status.PENDING
        return status

    def _awake(self) -> Self:
        return self._in(Status.IN_PROGRESS) if self.status in AT_REST else self

    def _in(self, status: Status) -> Self:
        """A close or a resolution is dated; the date of a close goes with it, that of the resolution stays."""
        dated = self.dated - {"closed_at"} | ({"resolved_at"} if status in DONE else set())
        return replace(self, status=status, dated=dated | ({"closed_at"} if status is Status.CLOSED else set()))

    def _with(self, said: Said, *, dated: frozenset[str] | set[str] = frozenset()) -> Self:
        return replace(self, replies=(*self.replies, said), dated=self.dated | dated)

    def _becoming(self, after: Self) -> Self:
        return self if after == self else replace(after, version=self.version + 1)
