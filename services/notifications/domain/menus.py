"""What the bot shows with buttons below it."""

from collections.abc import Sequence
from uuid import UUID

from services.notifications.domain.content import Button, Content, Rows
from services.notifications.domain.helpdesk import Helpdesk, TicketLine, TicketType
from services.notifications.domain.language import Language
from services.notifications.domain.phrases import STATUSES, Phrase
from services.notifications.domain.presses import (
    RATINGS,
    Decline,
    MyTickets,
    NewTicket,
    OneTicket,
    Press,
    Rate,
    ShowMenu,
    Subscribe,
    data_of,
)
from services.notifications.domain.project import Project

# A keyboard has at most 30 rows on one of the platforms, and a label is cut where it could not be read anyway.
MOST_ROWS = 29
LABEL = 60
SUBJECT = 100


def button(text: str, press: Press) -> Button:
    return Button(cut(text, length=LABEL), data_of(press))


def cut(text: str, *, length: int) -> str:
    """The text, or its beginning and a mark that there is more."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def to_menu(language: Language) -> Rows:
    """The one button that leads back."""
    return ((button(Phrase.TO_MENU.words(language), ShowMenu()),),)


def menu(helpdesk: Helpdesk, *, language: Language) -> Content:
    """What the tenant lets its customers do here."""
    if not helpdesk.enabled:
        return Content(Phrase.HELPDESK_OFF.words(language))
    create = button(Phrase.CREATE_TICKET.words(language), NewTicket()) if helpdesk.allow_create else None
    view = button(Phrase.MY_TICKETS.words(language), MyTickets()) if helpdesk.allow_view else None
    rows = tuple((each,) for each in (create, view) if each is not None)
    return Content((Phrase.MENU if rows else Phrase.MENU_EMPTY).words(language), rows)


def ticket_types(helpdesk: Helpdesk, *, language: Language) -> Content:
    rows = tuple((button(each.name, NewTicket(each.id)),) for each in helpdesk.ticket_types[:MOST_ROWS])
    return Content(Phrase.CHOOSE_TYPE.words(language), rows + to_menu(language))


def write_message(ticket_type: TicketType | None, *, language: Language) -> Content:
    """The last word before the customer's own."""
    if ticket_type is None:
        return Content(Phrase.WRITE_MESSAGE.words(language), to_menu(language))
    return Content(Phrase.WRITE_MESSAGE_OF.words(language, type=ticket_type.name), to_menu(language))


def tickets(lines: Sequence[TicketLine], *, language: Language) -> Content:
    """The customer's tickets, each with a button that opens it."""
    if not lines:
        return Content(Phrase.NO_TICKETS.words(language), to_menu(language))
    told = [ticket_line(line, language=language) for line in lines]
    rows = tuple(
        (button(Phrase.TICKET_BUTTON.words(language, number=line.number, subject=line.subject), OneTicket(line.id)),)
        for line in lines
    )
    return Content("\n".join([Phrase.TICKETS.words(language), *told]), rows + to_menu(language))


def ticket_line(line: TicketLine, *, language: Language) -> str:
    subject, status = cut(line.subject, length=SUBJECT), STATUSES[line.status].words(language)
    return Phrase.TICKET_LINE.words(language, number=line.number, subject=subject, status=status)


def consent(project: Project | None, *, code: UUID | None, language: Language) -> Content:
    """Who wants to write to the customer, and whether they may."""
    rows = (
        (button(Phrase.SUBSCRIBE.words(language), Subscribe(code)),),
        (button(Phrase.CANCEL.words(language), Decline(code)),),
    )
    if project is None:
        return Content(Phrase.CONSENT_UNNAMED.words(language), rows)
    named = "\n".join(part for part in (project.name, project.description) if part)
    return Content(Phrase.CONSENT.words(language, project=named), rows)


def rating_question(ticket_id: UUID, *, number: int, own_words: str | None, language: Language) -> Content:
    """The numbers in one row; the tenant's own words, where it has some, in place of ours."""
    row = tuple(button(str(rating), Rate(ticket_id, rating)) for rating in RATINGS)
    return Content(own_words or Phrase.RATE.words(language, number=number), (row,))
