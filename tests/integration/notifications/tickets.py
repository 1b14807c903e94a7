"""Builders of what tickets publishes about a ticket of a messenger."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from shared.clock import utc_now
from shared.events.envelope import Actor
from shared.events.ticket import (
    CreatedData,
    MessageData,
    MessageSnapshot,
    TicketCreated,
    TicketData,
    TicketDeleted,
    TicketNoted,
    TicketReplied,
    TicketSnapshot,
)
from shared.ids import new_id
from shared.vocabulary import ActorType, AuthorType, Channel, Priority, Status

AGENT = Actor(type=ActorType.AGENT, id=new_id(), name="Ann")


@dataclass
class TicketBuilder:
    """One ticket and the events about it, in their sequence."""

    tenant_id: UUID
    chat_id: int | None
    channel: Channel = Channel.TELEGRAM
    channel_id: UUID | None = None
    id: UUID = field(default_factory=new_id)
    sequence: int = 0

    def created(self) -> TicketCreated:
        data = CreatedData(ticket=self.snapshot(), actor=AGENT)
        return TicketCreated(subject=str(self.id), tenantid=self.tenant_id, sequence=self._next(), data=data)

    def replied(self, text: str, *, author: AuthorType = AuthorType.AGENT, internal: bool = False) -> TicketReplied:
        data = MessageData(
            ticket=self.snapshot(), actor=AGENT, message=_message(text, author=author, internal=internal)
        )
        return TicketReplied(subject=str(self.id), tenantid=self.tenant_id, sequence=self._next(), data=data)

    def noted(self, text: str) -> TicketNoted:
        message = _message(text, author=AuthorType.AGENT, internal=True)
        data = MessageData(ticket=self.snapshot(), actor=AGENT, message=message)
        return TicketNoted(subject=str(self.id), tenantid=self.tenant_id, sequence=self._next(), data=data)

    def deleted(self) -> TicketDeleted:
        data = TicketData(ticket=self.snapshot(), actor=AGENT)
        return TicketDeleted(subject=str(self.id), tenantid=self.tenant_id, sequence=self._next(), data=data)

    def snapshot(self) -> TicketSnapshot:
        now = utc_now()
        return TicketSnapshot(
            id=self.id,
            number=1,
            subject="Printer",
            status=Status.IN_PROGRESS,
            priority=Priority.NORMAL,
            channel=self.channel,
            channel_id=self.channel_id,
            chat_id=self.chat_id,
            created_at=now - timedelta(minutes=1),
            updated_at=now,
            version=1,
        )

    def _next(self) -> str:
        self.sequence += 1
        return str(self.sequence)


def _message(text: str, *, author: AuthorType, internal: bool) -> MessageSnapshot:
    return MessageSnapshot(
        id=new_id(),
        author_type=author,
        author_id=AGENT.id,
        author_name=AGENT.name,
        text=text,
        internal=internal,
        created_at=utc_now(),
    )
