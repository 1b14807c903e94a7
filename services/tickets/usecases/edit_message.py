"""Change the text of what a customer wrote in a messenger, as they have changed it there."""

from dataclasses import replace
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.message import Message, PlatformMessage
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases import tell
from services.tickets.usecases.amend import ATTEMPTS, amend
from services.tickets.usecases.ports import Ports
from shared.errors import NotFound, Unavailable
from shared.vocabulary import ActorType

TEXT = "message_text"


async def edit_message(ports: Ports, *, tenant_id: UUID, platform: PlatformMessage, text: str) -> bool:
    """Whether there is such a message; one that has the text already stays as it is, and nothing is told."""
    for _ in range(ATTEMPTS):
        message = await ports.chats.message(tenant_id, platform)
        ticket = None if message is None else await ports.tickets.find(tenant_id, message.ticket_id)
        if message is None or ticket is None:
            return False
        edited = replace(message, text=text or names_of(message) or message.text)
        if edited == message or await _stored(ports, ticket, message=message, edited=edited):
            return True
    raise Unavailable("This ticket is being changed by many at once; try again.")


def names_of(message: Message) -> str:
    """What stands for a text where there are files alone."""
    return ", ".join(each.name for each in message.attachments)


async def _stored(ports: Ports, ticket: Ticket, *, message: Message, edited: Message) -> bool:
    """Whether the new text is kept and told; False where the ticket has moved on, or gone, meanwhile."""
    requester = ticket.requester
    actor = Actor(ticket.tenant_id, ActorType.CUSTOMER, requester.contact_id, requester.shown_name, by_sibling=True)
    if ticket.opening is not None and ticket.opening.id == message.id and ticket.merged_into is None:
        return await _opening_stored(ports, ticket, actor=actor, text=edited.text)
    now = max(ports.clock(), ticket.updated_at)
    after = replace(ticket, updated_at=now, version=ticket.version + 1, revision=ticket.revision + 1)
    beside = {TEXT: (message.text, edited.text)}
    after, events = tell.changed(ticket, after, actor=actor, at=now, beside=beside, edited=edited)
    return await ports.tickets.save_edited(after, events, message=edited)


async def _opening_stored(ports: Ports, ticket: Ticket, *, actor: Actor, text: str) -> bool:
    def decide(before: Ticket) -> Ticket:
        return before.described(text, message_id=ticket.id)

    try:
        await amend(ports, actor=actor, ticket_id=ticket.id, decide=decide)
    except NotFound:
        return False
    return True
