"""A ticket's course, told in the events that tickets would publish about it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from shared.clock import utc_now
from shared.events.envelope import Actor
from shared.events.ticket import (
    CreatedData,
    MessageData,
    MessageSnapshot,
    TenantTerms,
    TicketCreated,
    TicketData,
    TicketDeleted,
    TicketReplied,
    TicketSnapshot,
    TicketUpdated,
    UpdatedData,
)
from shared.ids import new_id
from shared.vocabulary import ActorType, AuthorType, Channel, Priority, Status

TERMS = TenantTerms(sla_first_reply_hours=1, sla_resolve_hours=2, unanswered_hours=1)
ACTOR = Actor(type=ActorType.AGENT, name="Ada")


class Course:
    """A ticket that a customer opened at `opened_at` (now, unless told otherwise); each call is its next event."""

    def __init__(
        self,
        *,
        terms: TenantTerms = TERMS,
        opened_at: datetime | None = None,
        tenant_id: UUID | None = None,
        priority: Priority = Priority.NORMAL,
    ) -> None:
        self.tenant_id = tenant_id or new_id()
        self._terms = terms
        self._sequence = 0
        at = opened_at or utc_now()
        self.ticket = TicketSnapshot(
            id=new_id(),
            number=1,
            subject="Where is my order?",
            status=Status.NEW,
            priority=priority,
            channel=Channel.API,
            last_message_by=AuthorType.CUSTOMER,
            last_message_at=at,
            waiting_since=at,
            created_at=at,
            updated_at=at,
            version=1,
        )

    @property
    def id(self) -> UUID:
        return self.ticket.id

    def after(self, *, seconds: float) -> datetime:
        """So many seconds after the ticket was opened."""
        return self.ticket.created_at + timedelta(seconds=seconds)

    def created(self) -> TicketCreated:
        return TicketCreated(data=CreatedData(ticket=self.ticket, actor=ACTOR, terms=self._terms), **self._next())

    def answered(self, *, at: datetime) -> TicketReplied:
        """An agent's public reply."""
        self._change(
            status=Status.IN_PROGRESS,
            first_reply_at=self.ticket.first_reply_at or at,
            last_message_by=AuthorType.AGENT,
            last_message_at=at,
            waiting_since=None,
        )
        return self._replied(AuthorType.AGENT, at=at)

    def asked(self, *, at: datetime) -> TicketReplied:
        """Another message of the customer's."""
        self._change(
            last_message_by=AuthorType.CUSTOMER, last_message_at=at, waiting_since=self.ticket.waiting_since or at
        )
        return self._replied(AuthorType.CUSTOMER, at=at)

    def updated(self, *, at: datetime | None = None, **fields: Any) -> TicketUpdated:
        before = self.ticket
        self._change(updated_at=at or utc_now(), **fields)
        changes = {name: (getattr(before, name), value) for name, value in fields.items()}
        return TicketUpdated(data=UpdatedData(ticket=self.ticket, actor=ACTOR, changes=changes), **self._next())

    def resolved(self, *, at: datetime) -> TicketUpdated:
        return self.updated(at=at, status=Status.RESOLVED, resolved_at=at)

    def deleted(self) -> TicketDeleted:
        return TicketDeleted(data=TicketData(ticket=self.ticket, actor=ACTOR), **self._next())

    def _change(self, **fields: Any) -> None:
        self.ticket = self.ticket.model_copy(update=fields)

    def _replied(self, author: AuthorType, *, at: datetime) -> TicketReplied:
        message = MessageSnapshot(id=new_id(), author_type=author, text="…", created_at=at)
        return TicketReplied(data=MessageData(ticket=self.ticket, actor=ACTOR, message=message), **self._next())

    def _next(self) -> dict[str, Any]:
        self._sequence += 1
        return {"subject": str(self.id), "tenantid": self.tenant_id, "sequence": str(self._sequence)}
