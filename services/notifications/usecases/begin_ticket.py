"""Begin a new ticket with a customer."""

from uuid import UUID

from services.notifications.domain.chat import Asked, Question
from services.notifications.domain.content import Content
from services.notifications.domain.helpdesk import Helpdesk
from services.notifications.domain.menus import ticket_types, write_message
from services.notifications.usecases.talk import Talk
from services.notifications.usecases.turn_away import turn_away


async def begin_ticket(talk: Talk, *, helpdesk: Helpdesk, ticket_type_id: UUID | None) -> None:
    """Ask for the type, where there are types and none was chosen, else for the message."""
    known = {each.id for each in helpdesk.ticket_types}
    if not helpdesk.allow_create or not known >= {ticket_type_id} - {None}:
        await turn_away(talk)
    elif ticket_type_id is None and known:
        await talk.expect(None)
        await talk.put(ticket_types(helpdesk, language=talk.language))
    else:
        await talk.put(await ask_for_message(talk, helpdesk=helpdesk, ticket_type_id=ticket_type_id))


async def ask_for_message(talk: Talk, *, helpdesk: Helpdesk, ticket_type_id: UUID | None) -> Content:
    """What is said while the customer's next message is awaited as the text of a new ticket of this type."""
    await talk.expect(Asked(Question.NEW_TICKET, ticket_type_id=ticket_type_id))
    chosen = next((each for each in helpdesk.ticket_types if each.id == ticket_type_id), None)
    return write_message(chosen, language=talk.language)
