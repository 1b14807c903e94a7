"""Lead a customer through the menu."""

from services.notifications.domain.menus import menu
from services.notifications.domain.phrases import Phrase
from services.notifications.domain.presses import MyTickets, NewTicket, OneTicket, ReplyTo, ShowMenu
from services.notifications.usecases.begin_ticket import begin_ticket
from services.notifications.usecases.list_tickets import list_tickets
from services.notifications.usecases.show_ticket import begin_reply, show_ticket
from services.notifications.usecases.talk import Talk
from services.notifications.usecases.turn_away import turn_away

Step = ShowMenu | NewTicket | MyTickets | OneTicket | ReplyTo


async def find_way(talk: Talk, step: Step) -> None:
    """One step, as the tenant's settings allow it now."""
    helpdesk = await talk.ports.tickets.settings(talk.bot.tenant_id)
    if not helpdesk.enabled:
        await talk.expect(None)
        await talk.put(Phrase.HELPDESK_OFF)
        return
    match step:
        case NewTicket():
            await begin_ticket(talk, helpdesk=helpdesk, ticket_type_id=step.ticket_type_id)
        case ShowMenu():
            await talk.expect(None)
            await talk.put(menu(helpdesk, language=talk.language))
        case _ if not helpdesk.allow_view:
            await turn_away(talk)
        case MyTickets():
            await list_tickets(talk)
        case OneTicket():
            await show_ticket(talk, ticket_id=step.ticket_id)
        case ReplyTo():
            await begin_reply(talk, ticket_id=step.ticket_id)
