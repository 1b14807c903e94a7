"""Bring what a customer wrote in a messenger into a ticket, once, whatever dies on the way and however many race."""

from dataclasses import replace
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.bringing import Bringing, Brought, ChatMessage
from services.tickets.domain.contact import Contact
from services.tickets.domain.message import Message
from services.tickets.domain.ticket import Requester, Ticket
from services.tickets.usecases.choose_ticket import ATTEMPTS, choose_ticket
from services.tickets.usecases.open_ticket import NewTicket, make_ticket
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.reply import written
from shared.errors import NotFound, Unavailable
from shared.ids import Origin, mark_of, new_id, origin_of_ids
from shared.vocabulary import ActorType, AuthorType, Channel, Status

# The key of what the sibling that speaks with messengers brings, files too.
BROUGHT_BY = "notifications"
NOTHING_SAID = "…"


async def bring_message(ports: Ports, *, tenant_id: UUID, message: ChatMessage) -> Brought:
    """Where the message is now; once more for the same key tells the same, and stores nothing more.

    Raises as `choose_ticket`, and Invalid for an attachment that cannot be had.
    """
    bringing = await ports.bringings.begin(tenant_id, message.key)
    if bringing.brought is not None:
        return bringing.brought
    message = replace(message, text=message.text.strip() or await _names(ports, tenant_id=tenant_id, message=message))
    with origin_of_ids(Origin(bringing.origin, again=bringing.again)):
        brought = await _brought(ports, bringing, message=message)
    await ports.bringings.done(bringing, brought)
    return brought


async def _brought(ports: Ports, bringing: Bringing, *, message: ChatMessage) -> Brought:
    """The ticket is chosen once and written down, so that a later run goes on with it; one that is gone is no aim."""
    for _ in range(ATTEMPTS):
        if bringing.aim is None:
            aim = await choose_ticket(ports, tenant_id=bringing.tenant_id, message=message)
            bringing = await ports.bringings.aim(bringing, aim)
        try:
            return await _at_its_aim(ports, bringing, message=message)
        except NotFound:
            aim = await choose_ticket(ports, tenant_id=bringing.tenant_id, message=message)
            bringing = await ports.bringings.aim(bringing, aim)
    raise Unavailable("This chat's tickets are being deleted one by one; try again.")


async def _at_its_aim(ports: Ports, bringing: Bringing, *, message: ChatMessage) -> Brought:
    aim, tenant_id = bringing.aim, bringing.tenant_id
    assert aim is not None
    if aim.opens:
        ticket = await _opened(ports, tenant_id=tenant_id, ticket_id=aim.ticket_id, message=message)
        if ticket.mark(_opening_mark(ticket.id)) is not None:
            return Brought(ticket.id, ticket.number, opened=True)
    return await _appended(ports, bringing, message=message, reopens=aim.reopens)


async def _opened(ports: Ports, *, tenant_id: UUID, ticket_id: UUID, message: ChatMessage) -> Ticket:
    """The ticket with this id, opened by this message or by another one. Raises NotFound where it was deleted."""
    chat = message.chat
    ticket = await ports.tickets.find(tenant_id, ticket_id)
    if ticket is not None:
        return ticket
    if await ports.chats.next_ticket(tenant_id, chat) != ticket_id:
        raise NotFound("There is no ticket with this id any more.")
    contact = await _contact(ports, tenant_id=tenant_id, message=message)
    wanted = NewTicket(
        text=message.text,
        channel=chat.kind,
        channel_id=chat.channel_id,
        chat_id=chat.chat_id,
        platform=message.platform,
        attachments=message.attachments,
        mark=_opening_mark(ticket_id),
        contact_id=contact.id,
        requester=Requester(first_name=message.first_name, username=message.username),
        ticket_type_id=await _type(ports, tenant_id=tenant_id, ticket_type_id=message.ticket_type_id),
    )
    return await make_ticket(ports, actor=_customer(contact), wanted=wanted, ticket_id=ticket_id)


async def _appended(ports: Ports, bringing: Bringing, *, message: ChatMessage, reopens: bool) -> Brought:
    assert bringing.aim is not None
    contact = await _contact(ports, tenant_id=bringing.tenant_id, message=message)

    def write(asked: Ticket, ticket: Ticket) -> Message:
        nonlocal reopens
        reopens = ticket.status is Status.CLOSED
        return Message(
            id=new_id(),
            tenant_id=ticket.tenant_id,
            ticket_id=ticket.id,
            author_type=AuthorType.CUSTOMER,
            author_id=asked.requester.contact_id or contact.id,
            author_name=asked.requester.shown_name or contact.name,
            text=message.text,
            created_at=ports.clock(),
            platform=message.platform,
        )

    stored = await written(
        ports,
        actor=_customer(contact),
        ticket_id=bringing.aim.ticket_id,
        write=write,
        attachments=message.attachments,
        # A ticket that named no bot stays with the one in which its customer writes.
        decide=lambda ticket: replace(ticket, channel_id=message.chat.channel_id),
    )
    holder = await ports.tickets.get(bringing.tenant_id, stored.ticket_id)
    return Brought(holder.id, holder.number, reopened=reopens)


async def _names(ports: Ports, *, tenant_id: UUID, message: ChatMessage) -> str:
    """What stands for a text where there are files alone."""
    files = [await ports.attachments.find(tenant_id, file_id) for file_id in message.attachments]
    return ", ".join(file.name for file in files if file is not None) or NOTHING_SAID


async def _contact(ports: Ports, *, tenant_id: UUID, message: ChatMessage) -> Contact:
    """The customer of the chat, who becomes a contact if they are none."""
    chat, now = message.chat, ports.clock()
    of_telegram = chat.kind is Channel.TELEGRAM
    contact = Contact(
        id=new_id(),
        tenant_id=tenant_id,
        name=message.first_name or message.username or f"{chat.kind.value.capitalize()} {chat.chat_id}",
        email=None,
        telegram_chat_id=chat.chat_id if of_telegram else None,
        max_chat_id=None if of_telegram else chat.chat_id,
        created_at=now,
        updated_at=now,
    )
    return await ports.contacts.ensure(contact)


async def _type(ports: Ports, *, tenant_id: UUID, ticket_type_id: UUID | None) -> UUID | None:
    """One that is gone or switched off since the customer chose it is left out: what they wrote matters more."""
    found = None if ticket_type_id is None else await ports.ticket_types.find(tenant_id, ticket_type_id)
    return found.id if found is not None and found.enabled else None


def _customer(contact: Contact) -> Actor:
    return Actor(contact.tenant_id, ActorType.CUSTOMER, contact.id, contact.name, BROUGHT_BY, by_sibling=True)


def _opening_mark(ticket_id: UUID) -> UUID | None:
    return mark_of(f"{ticket_id} opening")
