"""Let a customer who agrees be written to, and answer the request that led them here."""

from uuid import UUID

from services.notifications.domain.helpdesk import Helpdesk
from services.notifications.domain.menus import menu
from services.notifications.domain.phrases import Phrase
from services.notifications.domain.request import RequestStatus, SupportRequest
from services.notifications.usecases.begin_ticket import ask_for_message
from services.notifications.usecases.show_menu import show_menu
from services.notifications.usecases.take_in import take_in, welcome
from services.notifications.usecases.talk import Talk


async def subscribe_customer(talk: Talk, *, code: UUID | None) -> None:
    """The customer pressed Subscribe; a second press finds it done and changes nothing."""
    if code is None:
        await _subscribe(talk, request=None)
        return
    request = await accept(talk, code=code)
    if request is None:
        await talk.put(Phrase.LINK_OVER)
        if talk.chat.subscribed_at is not None:
            await show_menu(talk)
    elif request.settled_by == talk.incoming.id:
        await _subscribe(talk, request=request)
    else:
        await talk.put(Phrase.SUBSCRIBED)


async def requested(talk: Talk, *, code: UUID) -> SupportRequest | None:
    """The tenant's request with this code, if it leads to this messenger."""
    request = await talk.ports.requests.find(talk.bot.tenant_id, code)
    return request if request is not None and request.leads_to(talk.bot.kind) else None


async def accept(talk: Talk, *, code: UUID) -> SupportRequest | None:
    """The request as this chat has accepted it, by this deed or an earlier one; None where it can be no more."""
    request = await requested(talk, code=code)
    if request is None:
        return None
    request = await talk.ports.requests.accept(request, chat=talk.chat, by=talk.incoming.id, at=talk.ports.clock())
    ours = request.settled is RequestStatus.ACCEPTED and request.subscriber_id == talk.chat.id
    return request if ours else None


async def land(talk: Talk, *, helpdesk: Helpdesk, ticket_type_id: UUID | None) -> None:
    """Where an accepted request leads: to the message of a ticket of its type, else to the menu."""
    chosen = ticket_type_id in {each.id for each in helpdesk.ticket_types}
    if chosen and helpdesk.enabled and helpdesk.allow_create:
        await talk.say(await ask_for_message(talk, helpdesk=helpdesk, ticket_type_id=ticket_type_id))
    else:
        await talk.expect(None)
        await talk.say(menu(helpdesk, language=talk.language))


async def _subscribe(talk: Talk, *, request: SupportRequest | None) -> None:
    new = await take_in(talk)
    await talk.put(Phrase.SUBSCRIBED)
    if not new and request is None:
        return
    helpdesk = await talk.ports.tickets.settings(talk.bot.tenant_id)
    if new:
        await welcome(talk, helpdesk=helpdesk)
    await land(talk, helpdesk=helpdesk, ticket_type_id=request.ticket_type_id if request else None)
