"""The canonical ticket and its life: every change returns a new value and takes the time as an argument."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from services.tickets.domain.csat import Csat
from services.tickets.domain.custom_field import CustomFieldValue
from services.tickets.domain.merge import Merge, Merged, Promise
from services.tickets.domain.message import Message
from services.tickets.domain.sla import Deadlines
from shared.errors import Conflict
from shared.vocabulary import AuthorType, Channel, Kind, Priority, Status

MARKS_KEPT = 20
OPEN_AGAIN_FROM = frozenset({Status.PENDING, Status.RESOLVED, Status.CLOSED})
DONE = frozenset({Status.RESOLVED, Status.CLOSED})


@dataclass(frozen=True, slots=True)
class Ref:
    """An agent, a team or a rule with the name that it had when the ticket was touched."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Routed:
    """What routing last decided: by which rule, if by one, why, and in answer to which of the ticket's events."""

    rule: Ref | None
    reason: str
    of_sequence: int = 1


@dataclass(frozen=True, slots=True)
class Requester:
    """The customer as this ticket remembers them."""

    contact_id: UUID | None = None
    name: str | None = None
    email: str | None = None
    first_name: str | None = None
    username: str | None = None

    @property
    def shown_name(self) -> str | None:
        """What their messages are signed with."""
        return self.name or self.first_name


@dataclass(frozen=True, slots=True)
class Mark:
    """What a request that may be run again leaves where it has changed a ticket, and the message that it brought."""

    id: UUID
    message_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """`opening` is the first message. `version` counts what principals and rules changed, `sequence` the events
    told, `revision` every stored change. `touched` names what somebody changed by hand: rules leave it alone.
    `routed_by` is the one rule that was applied, `routed` what routing decided last.
    `marks` are those of the newest 20 requests that may be run again. `merge` is the journal of its own merge into
    another ticket, `promises` are the merges that others are about to make into this one."""

    id: UUID
    tenant_id: UUID
    number: int
    subject: str
    opening: Message | None
    status: Status
    priority: Priority
    channel: Channel
    created_at: datetime
    updated_at: datetime
    kind: Kind = Kind.QUESTION
    external_id: str | None = None
    created_by: UUID | None = None
    merged_into: UUID | None = None
    channel_id: UUID | None = None
    chat_id: int | None = None
    requester: Requester = Requester()
    ticket_type_id: UUID | None = None
    assignee: Ref | None = None
    team: Ref | None = None
    tags: tuple[str, ...] = ()
    custom_fields: tuple[CustomFieldValue, ...] = ()
    resolution: str | None = None
    csat: Csat | None = None
    first_reply_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    last_message_by: AuthorType | None = None
    last_message_at: datetime | None = None
    waiting_since: datetime | None = None
    deadlines: Deadlines | None = None
    routed_by: Ref | None = None
    routed: Routed | None = None
    touched: frozenset[str] = frozenset()
    version: int = 1
    sequence: int = 0
    revision: int = 0
    marks: tuple[Mark, ...] = ()
    merge: Merge | None = None
    promises: tuple[Promise, ...] = ()

    def marked(self, mark_id: UUID | None, *, message_id: UUID | None) -> Self:
        """As it is once that request has changed it; one that is not run again leaves no mark."""
        if mark_id is None:
            return self
        return replace(self, marks=(*self.marks, Mark(mark_id, message_id))[-MARKS_KEPT:])

    def mark(self, mark_id: UUID | None) -> Mark | None:
        """The mark of a request that has changed the ticket before."""
        return next((mark for mark in self.marks if mark.id == mark_id), None)

    def with_status(self, status: Status, *, at: datetime) -> Self:
        """Move to a status; closing dates the closing, and the resolution if there was none before.

        A ticket that is not done any more can be rated anew once it is.
        """
        if status is self.status:
            return self
        closed = status is Status.CLOSED
        done = status in DONE
        csat = self.csat if done or self.csat is None else replace(self.csat, stands=False)
        return replace(
            self,
            status=status,
            csat=csat,
            closed_at=at if closed else None,
            resolved_at=self.resolved_at or (at if done else None),
        )

    def close(self, *, resolution: str | None, at: datetime) -> Self:
        """Closed, and how it was solved where that is said. Raises Conflict where it is closed already."""
        if self.status is Status.CLOSED:
            raise Conflict("This ticket is closed already.", code="already_closed")
        closed = self.with_status(Status.CLOSED, at=at)
        return closed if resolution is None else replace(closed, resolution=resolution)

    def reopen(self, *, at: datetime) -> Self:
        """In progress again. Raises Conflict where it is neither closed nor resolved, and Merged."""
        if self.merged_into is not None:
            raise Merged(self.merged_into)
        if self.status not in DONE:
            raise Conflict("Only a closed or resolved ticket can be reopened.", code="not_closed")
        return self.with_status(Status.IN_PROGRESS, at=at)

    def described(self, text: str | None, *, message_id: UUID) -> Self:
        """With another first message; a ticket that had none gets it with this id, in the name of the customer."""
        if text is None:
            return replace(self, opening=None)
        if self.opening is not None:
            return replace(self, opening=replace(self.opening, text=text))
        opening = Message(
            id=message_id,
            tenant_id=self.tenant_id,
            ticket_id=self.id,
            author_type=AuthorType.CUSTOMER,
            author_id=self.requester.contact_id,
            author_name=self.requester.shown_name,
            text=text,
            created_at=self.created_at,
        )
        return replace(self, opening=opening)

    def open_again(self, *, at: datetime) -> Self:
        """What is waiting, resolved or closed is in progress again; anything else stays as it is."""
        return self.with_status(Status.IN_PROGRESS, at=at) if self.status in OPEN_AGAIN_FROM else self

    def with_reply(self, message: Message) -> Self:
        """A public message: an agent's first answers the ticket, a customer's takes up what was at rest.

        One of the system's own answers nobody and asks nothing."""
        if message.author_type is AuthorType.SYSTEM:
            return self
        if message.author_type is AuthorType.CUSTOMER:
            return replace(
                self.open_again(at=message.created_at),
                last_message_by=AuthorType.CUSTOMER,
                last_message_at=message.created_at,
                waiting_since=self.waiting_since or message.created_at,
            )
        started = self.with_status(Status.IN_PROGRESS, at=message.created_at) if self.status is Status.NEW else self
        return replace(
            started,
            first_reply_at=self.first_reply_at or message.created_at,
            last_message_by=message.author_type,
            last_message_at=message.created_at,
            waiting_since=None,
        )

    def assigned_to(self, assignee: Ref | None, *, at: datetime) -> Self:
        """A person's choice of agent: it starts work on a new ticket, even where a rule had chosen the same one."""
        taken = assignee is not None and self.status is Status.NEW
        started = self.with_status(Status.IN_PROGRESS, at=at) if taken else self
        if same(assignee, self.assignee):
            return started
        return replace(started, assignee=assignee, touched=self.touched | {"assignee"})


def same(one: Ref | None, other: Ref | None) -> bool:
    """Whether both name the same thing, or nothing; a new name does not make another of it."""
    return (one and one.id) == (other and other.id)
