"""Answer a customer whom a support request has led into the chat."""

from uuid import UUID

from services.notifications.domain.menus import consent
from services.notifications.domain.phrases import Phrase
from services.notifications.domain.request import RequestStatus
from services.notifications.usecases.show_menu import show_menu
from services.notifications.usecases.subscribe_customer import accept, land, requested
from services.notifications.usecases.talk import Talk


async def open_request(talk: Talk, *, code: UUID) -> None:
    """A stranger is asked for consent; a subscriber has it accepted at once and lands where it leads."""
    helpdesk = await talk.ports.tickets.settings(talk.bot.tenant_id)
    if not helpdesk.enabled:
        await talk.say(Phrase.HELPDESK_OFF)
    elif talk.chat.subscribed_at is None:
        await _ask_for_consent(talk, code=code)
    else:
        request = await accept(talk, code=code)
        if request is not None and request.settled_by == talk.incoming.id:
            await land(talk, helpdesk=helpdesk, ticket_type_id=request.ticket_type_id)
        else:
            await talk.say(Phrase.LINK_OVER)
            await show_menu(talk)


async def _ask_for_consent(talk: Talk, *, code: UUID) -> None:
    request = await requested(talk, code=code)
    if request is None or request.status(talk.ports.clock()) is not RequestStatus.PENDING:
        await talk.say(Phrase.LINK_OVER)
        return
    project = await talk.ports.projects.find(talk.bot.tenant_id)
    await talk.say(consent(project, code=code, language=talk.language))
