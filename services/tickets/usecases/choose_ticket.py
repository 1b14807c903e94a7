"""Choose the ticket into which a customer's message from a messenger goes."""

from datetime import datetime, timedelta
from uuid import UUID

from services.tickets.domain.bringing import REOPENED_WITHIN, Aim, ChatMessage
from services.tickets.domain.chat import Chat
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.finish_merge import final_target
from services.tickets.usecases.ports import Ports
from shared.errors import Forbidden, NotFound, Unavailable
from shared.ids import new_id, time_of
from shared.vocabulary import Status

REOPEN = "reopen"
ATTEMPTS = 20
# Whoever was to open a ticket under an id that is older is gone: a ticket is as old as its id.
ABANDONED_AFTER = timedelta(minutes=10)


async def choose_ticket(ports: Ports, *, tenant_id: UUID, message: ChatMessage) -> Aim:
    """The one that the customer named, else the chat's open one that was active last, else as the tenant's setting says
    the last closed one or a new one.

    Raises NotFound where the named one is not the chat's, and Forbidden where the helpdesk is off (`helpdesk_disabled`)
    or a new one is not to be opened (`create_disabled`).
    """
    settings = await ports.settings.get(tenant_id)
    if not settings.helpdesk_enabled:
        raise Forbidden("The helpdesk of this tenant is switched off.", code="helpdesk_disabled")
    if message.ticket_id is not None:
        return await _named(ports, tenant_id=tenant_id, chat=message.chat, ticket_id=message.ticket_id)
    if not message.new:
        reopening = settings.helpdesk_message_after_close == REOPEN
        there = await _there(ports, tenant_id=tenant_id, chat=message.chat, reopening=reopening)
        if there is not None:
            return there
    if not settings.helpdesk_allow_create:
        raise Forbidden("Customers cannot create tickets here.", code="create_disabled")
    return Aim(await _next_id(ports, tenant_id=tenant_id, chat=message.chat, anew=message.new), opens=True)


async def _named(ports: Ports, *, tenant_id: UUID, chat: Chat, ticket_id: UUID) -> Aim:
    ticket = await ports.tickets.find(tenant_id, ticket_id)
    if ticket is None or not chat.has(ticket):
        raise NotFound("There is no ticket with this id.")
    return Aim(ticket.id, reopens=await _closed_holder(ports, ticket) is not None)


async def _there(ports: Ports, *, tenant_id: UUID, chat: Chat, reopening: bool) -> Aim | None:
    """The chat's open ticket; else the last closed one, where it goes on in an open one, or is to be reopened."""
    active = await ports.chats.active(tenant_id, chat)
    if active is not None:
        return Aim(active.id)
    last = await ports.chats.last_closed(tenant_id, chat)
    holder = None if last is None else await final_target(ports, ticket=last)
    if last is None or holder is None:
        return None
    if holder.status is not Status.CLOSED:
        return Aim(last.id)
    return Aim(last.id, reopens=True) if reopening and _lately_closed(holder, at=ports.clock()) else None


async def _closed_holder(ports: Ports, ticket: Ticket) -> Ticket | None:
    """The ticket in which this one goes on, if that is closed."""
    holder = await final_target(ports, ticket=ticket)
    return holder if holder is not None and holder.status is Status.CLOSED else None


def _lately_closed(ticket: Ticket, *, at: datetime) -> bool:
    return ticket.closed_at is not None and at - ticket.closed_at <= REOPENED_WITHIN


async def _next_id(ports: Ports, *, tenant_id: UUID, chat: Chat, anew: bool) -> UUID:
    """The id under which the chat's next ticket is opened: of all who want to open one at this moment, the same.

    Whoever opens it is the first to insert it; to the others it is a ticket that is there. `anew` is for one that the
    customer wants beside any other.
    """
    mine = new_id()
    standing = await ports.chats.next_ticket(tenant_id, chat)
    for _ in range(ATTEMPTS):
        if standing == mine or (not anew and standing is not None and await _serves(ports, tenant_id, standing)):
            return standing
        standing = await ports.chats.propose(tenant_id, chat, ticket_id=mine, instead_of=standing)
    raise Unavailable("This chat's tickets are being opened by many at once; try again.")


async def _serves(ports: Ports, tenant_id: UUID, ticket_id: UUID) -> bool:
    """Whether messages may go there: somebody is opening it, or has done so and it is not closed."""
    ticket = await ports.tickets.find(tenant_id, ticket_id)
    if ticket is None:
        return ports.clock() - time_of(ticket_id) < ABANDONED_AFTER
    return ticket.status is not Status.CLOSED
