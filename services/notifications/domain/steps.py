"""What a message comes to on its platform: one call after the other, each of which arrives or does not."""

from dataclasses import dataclass

from services.notifications.domain.content import OutgoingFile, Rows
from services.notifications.domain.outgoing import Outgoing, Purpose
from services.notifications.domain.splitting import split


@dataclass(frozen=True, slots=True)
class Words:
    """A new message, with buttons perhaps."""

    text: str
    rows: Rows = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A text in the place of a message that is there already."""

    message_id: str
    text: str
    rows: Rows = ()


Step = Words | Change | OutgoingFile


def steps_of(outgoing: Outgoing, *, text_limit: int) -> tuple[Step, ...]:
    """The parts of the text, the buttons below the last of them, then the files; none where there is nothing to say.

    What is put in the place of a message cannot be in parts: it is cut.
    """
    content = outgoing.content
    parts = split(content.text, limit=text_limit)
    if outgoing.purpose is Purpose.EDIT:
        return tuple(Change(outgoing.edits or "", part, content.rows) for part in parts[:1])
    last = len(parts) - 1
    words = [Words(part, content.rows if place == last else ()) for place, part in enumerate(parts)]
    return (*words, *content.files)
