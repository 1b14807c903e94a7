"""Events about a ticket, as tickets would publish them."""

from typing import Any
from uuid import UUID

from shared.clock import utc_now
from shared.events.envelope import Actor
from shared.events.ticket import (
    ChangedData,
    CreatedData,
    MessageData,
    MessageSnapshot,
    TicketAssigned,
    TicketCreated,
    TicketNoted,
    TicketReplied,
    TicketSnapshot,
)
from shared.ids import new_id
from shared.vocabulary import ActorType, AuthorType, Channel, Priority, Status

WHO = Actor(type=ActorType.AGENT, name="Ada")


def created(tenant_id: UUID, *, subject: str = "Where is my order?") -> TicketCreated:
    data = CreatedData(ticket=_ticket(subject), actor=WHO, message=_message(AuthorType.CUSTOMER))
    return TicketCreated(data=data, **_about(tenant_id))


def replied(tenant_id: UUID) -> TicketReplied:
    data = MessageData(ticket=_ticket(), actor=WHO, message=_message(AuthorType.AGENT))
    return TicketReplied(data=data, **_about(tenant_id))


def noted(tenant_id: UUID) -> TicketNoted:
    message = _message(AuthorType.AGENT).model_copy(update={"internal": True})
    return TicketNoted(data=MessageData(ticket=_ticket(), actor=WHO, message=message), **_about(tenant_id))


def assigned(tenant_id: UUID) -> TicketAssigned:
    data = ChangedData(ticket=_ticket(), actor=WHO, changes={"assigned_to": (None, str(new_id()))})
    return TicketAssigned(data=data, **_about(tenant_id))


def _about(tenant_id: UUID) -> dict[str, Any]:
    return {"subject": str(new_id()), "tenantid": tenant_id, "sequence": "1"}


def _message(author: AuthorType) -> MessageSnapshot:
    return MessageSnapshot(id=new_id(), author_type=author, text="It is late.", created_at=utc_now())


def _ticket(subject: str = "Where is my order?") -> TicketSnapshot:
    now = utc_now()
    return TicketSnapshot(
        id=new_id(),
        number=1,
        subject=subject,
        status=Status.NEW,
        priority=Priority.NORMAL,
        channel=Channel.API,
        created_at=now,
        updated_at=now,
        version=1,
    )
