"""Open a ticket."""

from dataclasses import dataclass, field
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.message import Message
from services.tickets.domain.ticket import Requester, Ticket
from services.tickets.usecases import tell
from services.tickets.usecases.ports import Ports
from shared.errors import Forbidden, Invalid
from shared.ids import new_id, new_id_of, run_again, time_of
from shared.vocabulary import AuthorType, Channel, Kind, Priority, Status

SUBJECT_FROM_TEXT = 80


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What a surface asks for. Without a subject the first line of the text becomes it."""

    text: str
    channel: Channel
    subject: str | None = None
    chat_id: int | None = None
    requester: Requester = field(default_factory=Requester)
    ticket_type_id: UUID | None = None
    priority: Priority = Priority.NORMAL
    kind: Kind = Kind.QUESTION
    tags: tuple[str, ...] = ()


async def open_ticket(ports: Ports, *, actor: Actor, wanted: NewTicket) -> Ticket:
    """The stored ticket. Raises Forbidden where the tenant's helpdesk is off, and Invalid for a dangling id."""
    ticket_id = new_id_of("ticket")
    if run_again() and (made := await ports.tickets.find(actor.tenant_id, ticket_id)):
        return made
    await _check_type(ports, tenant_id=actor.tenant_id, ticket_type_id=wanted.ticket_type_id)
    number, settings = await ports.settings.take_number(actor.tenant_id)
    if not settings.helpdesk_enabled:
        raise Forbidden("The helpdesk of this tenant is switched off.", code="helpdesk_disabled")
    ticket, events = tell.opened(
        _ticket(actor, wanted, ticket_id=ticket_id, number=number), actor=actor, settings=settings
    )
    return await ports.tickets.add(ticket, events)


def _ticket(actor: Actor, wanted: NewTicket, *, ticket_id: UUID, number: int) -> Ticket:
    now = time_of(ticket_id)
    opening = Message(
        id=new_id(),
        tenant_id=actor.tenant_id,
        ticket_id=ticket_id,
        author_type=AuthorType.CUSTOMER,
        author_id=wanted.requester.contact_id,
        author_name=wanted.requester.name or wanted.requester.first_name,
        text=wanted.text,
        created_at=now,
    )
    return Ticket(
        id=ticket_id,
        tenant_id=actor.tenant_id,
        number=number,
        subject=wanted.subject or subject_of(wanted.text),
        opening=opening,
        status=Status.NEW,
        priority=wanted.priority,
        channel=wanted.channel,
        created_at=now,
        updated_at=now,
        kind=wanted.kind,
        chat_id=wanted.chat_id,
        requester=wanted.requester,
        ticket_type_id=wanted.ticket_type_id,
        tags=wanted.tags,
        last_message_by=AuthorType.CUSTOMER,
        last_message_at=now,
        waiting_since=now,
    )


async def _check_type(ports: Ports, *, tenant_id: UUID, ticket_type_id: UUID | None) -> None:
    if ticket_type_id is None:
        return
    ticket_type = await ports.ticket_types.find(tenant_id, ticket_type_id)
    if ticket_type is None or not ticket_type.enabled:
        raise Invalid.field("ticket_type_id", "There is no ticket type with this id.")


def subject_of(text: str) -> str:
    """The first line that says something, as far as 80 characters go."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), text.strip())
    plain = " ".join(line.split())
    return plain[:SUBJECT_FROM_TEXT].rstrip() or "…"
