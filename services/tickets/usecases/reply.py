"""Answer a ticket, note something on it, or bring a customer's answer."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.attachment import Attachment
from services.tickets.domain.merge import Merged
from services.tickets.domain.message import Message
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.amend import amend
from services.tickets.usecases.attach import AttachmentWish, attach
from services.tickets.usecases.finish_merge import final_target
from services.tickets.usecases.on_its_way import on_its_way
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.visible import visible_ticket
from shared.errors import Conflict, Forbidden
from shared.ids import new_id
from shared.vocabulary import AuthorType, Channel

# Makes the message from the ticket that was asked for and from the one that takes it, which a merge may have put in its
# place.
Write = Callable[[Ticket, Ticket], Message]
Decide = Callable[[Ticket], Ticket]


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

    An agent's public one that a messenger or an e-mail brings to the customer is on its way, so its delivery is
    pending. Raises NotFound, Invalid for an attachment that cannot be had, and Forbidden where a customer wants to note
    something.
    """
    if actor.contact_id is not None:
        if internal:
            raise Forbidden("Only an agent may write a note.", code="missing_role")
        in_their_name = _in_customers_name(ports, text=text)
        return await written(ports, actor=actor, ticket_id=ticket_id, write=in_their_name, attachments=attachments)

    def write(_: Ticket, ticket: Ticket) -> Message:
        return Message(
            id=new_id(),
            tenant_id=ticket.tenant_id,
            ticket_id=ticket.id,
            author_type=AuthorType.AGENT,
            author_id=actor.id,
            author_name=actor.name,
            text=text,
            created_at=ports.clock(),
            internal=internal,
        )

    return await written(ports, actor=actor, ticket_id=ticket_id, write=write, attachments=attachments)


async def customer_reply(ports: Ports, *, actor: Actor, ticket_id: UUID, text: str) -> Message:
    """A virtual customer's message. Raises NotFound, and Conflict on a ticket of another channel."""
    write = _in_customers_name(ports, text=text)

    def write_to_virtual(asked: Ticket, ticket: Ticket) -> Message:
        if asked.channel is not Channel.VIRTUAL:
            raise Conflict("Only a ticket of the channel virtual takes a customer's reply here.", code="wrong_channel")
        return write(asked, ticket)

    return await written(ports, actor=actor, ticket_id=ticket_id, write=write_to_virtual)


def _in_customers_name(ports: Ports, *, text: str) -> Write:
    """In the name of the customer of the ticket that was asked for, on the one that takes it."""

    def write(asked: Ticket, ticket: Ticket) -> Message:
        return Message(
            id=new_id(),
            tenant_id=ticket.tenant_id,
            ticket_id=ticket.id,
            author_type=AuthorType.CUSTOMER,
            author_id=asked.requester.contact_id,
            author_name=asked.requester.shown_name,
            text=text,
            created_at=ports.clock(),
        )

    return write


def unchanged(ticket: Ticket) -> Ticket:
    return ticket


async def written(
    ports: Ports,
    *,
    actor: Actor,
    ticket_id: UUID,
    write: Write,
    attachments: Sequence[AttachmentWish] = (),
    decide: Decide = unchanged,
) -> Message:
    """The stored message; one to a merged ticket is its target's, whoever that one's customer is.

    `decide` says what else becomes of the ticket that was asked for; a target stays as it is.
    """
    try:
        return await _kept(ports, actor=actor, ticket_id=ticket_id, write=write, attachments=attachments, decide=decide)
    except Merged:
        source = await visible_ticket(ports, actor=actor, ticket_id=ticket_id)
    if attachments and source.merged_into is not None:
        # What was claimed for the source at the moment of its merge follows.
        await ports.moving.carry(source)
    while (target := await final_target(ports, ticket=source)) is not None:
        try:
            return await _kept(
                ports, actor=actor, ticket_id=target.id, write=write, attachments=attachments, by_way_of=source
            )
        except Merged:
            continue
    raise Conflict("The ticket that this one was merged into is deleted.", code="target_deleted")


async def _kept(
    ports: Ports,
    *,
    actor: Actor,
    ticket_id: UUID,
    write: Write,
    attachments: Sequence[AttachmentWish],
    decide: Decide = unchanged,
    by_way_of: Ticket | None = None,
) -> Message:
    """Its files become the ticket's before it is: a ticket that is not there, or is merged, takes none."""
    attached: tuple[Attachment, ...] = ()
    if attachments:
        asked = by_way_of or await visible_ticket(ports, actor=actor, ticket_id=ticket_id)
        if by_way_of is not None or asked.merged_into is None:
            attached = await attach(ports, actor=actor, ticket_id=ticket_id, wishes=attachments)

    async def message(ticket: Ticket) -> Message:
        written = replace(write(by_way_of or ticket, ticket), attachments=attached)
        return await on_its_way(ports, written, ticket=ticket)

    amended = await amend(
        ports,
        actor=actor,
        ticket_id=ticket_id,
        decide=decide,
        message=message,
        by_way_of=by_way_of,
    )
    assert amended.message is not None
    return amended.message
