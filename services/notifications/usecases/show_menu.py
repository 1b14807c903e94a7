"""Show a customer what they can do here."""

from services.notifications.domain.content import Content
from services.notifications.domain.helpdesk import Helpdesk
from services.notifications.domain.menus import consent, menu
from services.notifications.usecases.talk import Talk


async def show_menu(talk: Talk) -> None:
    """The menu in a new message; whoever is not subscribed is asked first whether they want to be."""
    helpdesk = await talk.ports.tickets.settings(talk.bot.tenant_id)
    await talk.expect(None)
    await talk.say(await entrance(talk, helpdesk=helpdesk))


async def entrance(talk: Talk, *, helpdesk: Helpdesk) -> Content:
    """What stands at the door: consent for a stranger, the menu for a subscriber."""
    if not helpdesk.enabled or talk.chat.subscribed_at is not None:
        return menu(helpdesk, language=talk.language)
    project = await talk.ports.projects.find(talk.bot.tenant_id)
    return consent(project, code=None, language=talk.language)
