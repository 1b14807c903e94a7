"""Subscribe a customer."""

from services.notifications.domain.content import Content
from services.notifications.domain.helpdesk import Helpdesk
from services.notifications.domain.phrases import Phrase
from services.notifications.usecases.talk import Talk


async def take_in(talk: Talk) -> bool:
    """Whether this deed is the one by which the customer became a subscriber."""
    return await talk.ports.dialogues.agree(talk.chat, by=talk.incoming.id, at=talk.ports.clock())


async def welcome(talk: Talk, *, helpdesk: Helpdesk) -> None:
    """The tenant's own words to a new subscriber, or ours."""
    await talk.say(Content(helpdesk.welcome_message.best(talk.language) or talk.words(Phrase.WELCOME)))


async def take_in_by_writing(talk: Talk) -> None:
    """Contacting support subscribes: a stranger is welcomed before they are heard."""
    helpdesk = await talk.ports.tickets.settings(talk.bot.tenant_id)
    if helpdesk.enabled and await take_in(talk):
        await welcome(talk, helpdesk=helpdesk)
