"""Answer a button that no longer leads anywhere."""

from services.notifications.domain.phrases import Phrase
from services.notifications.usecases.show_menu import show_menu
from services.notifications.usecases.talk import Talk


async def turn_away(talk: Talk) -> None:
    """Say so in the place of the old buttons, and show those of today."""
    await talk.put(Phrase.OUTDATED)
    await show_menu(talk)
