"""Answer a ticket, note something on it, or bring a customer's answer."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.attachment import Attachment
from services.tickets.domain.message import Delivery, Message
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.amend import amend
from services.tickets.usecases.attach import AttachmentWish, attach
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.visible import visible_ticket
from shared.errors import Conflict, Forbidden
from shared.ids import new_id
from shared.vocabulary import CHAT_CHANNELS, AuthorType, Channel, SendStatus


async def reply(
    ports: Ports,
    *,
    actor: Actor,
    ticket_id: UUID,
    text: str,
    internal: bool = False,
    attachments: Sequence[AttachmentWish] = (),
) -> Message:
    """What an agent answers or notes, or what a customer writes to their own ticket.

    An agent's public one on a chat ticket is on its way to the customer, so its delivery is pending. Raises NotFound,
    Invalid for an attachment that cannot be had, and Forbidden where a customer wants to note something.
    """
    if actor.contact_id is not None:
        if internal:
            raise Forbidden("Only an agent may write a note.", code="missing_role")
        in_their_name = _in_customers_name(ports, text=text)
        return await _written(ports, actor=actor, ticket_id=ticket_id, write=in_their_name, attachments=attachments)

    def write(ticket: Ticket) -> Message:
        now = ports.clock()
        to_chat = not internal and ticket.channel in CHAT_CHANNELS
        return Message(
            id=new_id(),
            tenant_id=ticket.tenant_id,
            ticket_id=ticket.id,
            author_type=AuthorType.AGENT,
            author_id=actor.id,
            author_name=actor.name,
            text=text,
            created_at=now,
            internal=internal,
            delivery=Delivery(ticket.channel, SendStatus.PENDING, now) if to_chat else None,
        )

    return await _written(ports, actor=actor, ticket_id=ticket_id, write=write, attachments=attachments)


async def customer_reply(ports: Ports, *, actor: Actor, ticket_id: UUID, text: str) -> Message:
    """A virtual customer's message. Raises NotFound, and Conflict on a ticket of another channel."""
    write = _in_customers_name(ports, text=text)

    def write_to_virtual(ticket: Ticket) -> Message:
        if ticket.channel is not Channel.VIRTUAL:
            raise Conflict("Only a ticket of the channel virtual takes a customer's reply here.", code="wrong_channel")
        return write(ticket)

    return await _written(ports, actor=actor, ticket_id=ticket_id, write=write_to_virtual)


def _in_customers_name(ports: Ports, *, text: str) -> Callable[[Ticket], Message]:
    def write(ticket: Ticket) -> Message:
        return Message(
            id=new_id(),
            tenant_id=ticket.tenant_id,
            ticket_id=ticket.id,
            author_type=AuthorType.CUSTOMER,
            author_id=ticket.requester.contact_id,
            author_name=ticket.requester.shown_name,
            text=text,
            created_at=ports.clock(),
        )

    return write


async def _written(
    ports: Ports,
    *,
    actor: Actor,
    ticket_id: UUID,
    write: Callable[[Ticket], Message],
    attachments: Sequence[AttachmentWish] = (),
) -> Message:
    """The stored message. Its files become the ticket's before it is: a ticket that is not there takes none."""
    attached: tuple[Attachment, ...] = ()
    if attachments:
        ticket = await visible_ticket(ports, actor=actor, ticket_id=ticket_id)
        attached = await attach(ports, actor=actor, ticket_id=ticket.id, wishes=attachments)
    amended = await amend(
        ports,
        actor=actor,
        ticket_id=ticket_id,
        decide=lambda ticket: ticket,
        message=lambda ticket: replace(write(ticket), attachments=attached),
    )
    assert amended.message is not None
    return amended.message
