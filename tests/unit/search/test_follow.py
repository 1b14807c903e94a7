"""What the index is told of each event."""

from services.search.domain.entry import Said
from services.search.usecases.follow import entry_of
from shared.events.ticket import TicketCreated, TicketNoted, TicketReplied, TicketUpdated
from tests.contracts.events import MESSAGE, TENANT_ID, TICKET, whole


def test_a_new_ticket_brings_its_opening_once() -> None:
    event = whole(TicketCreated)
    assert isinstance(event, TicketCreated)
    entry = entry_of(event)
    assert (entry.tenant_id, entry.ticket_id, entry.sequence) == (TENANT_ID, TICKET.id, 9)
    assert (entry.subject, entry.opening, entry.messages) == (TICKET.subject, TICKET.text, ())


def test_replies_and_notes_bring_their_message_and_an_edit_its_new_text() -> None:
    for kind in (TicketReplied, TicketNoted, TicketUpdated):
        event = whole(kind)
        assert isinstance(event, TicketReplied | TicketNoted | TicketUpdated)
        assert entry_of(event).messages == (Said(MESSAGE.id, MESSAGE.text, MESSAGE.internal),)


def test_a_change_brings_the_subject_and_no_message() -> None:
    event = whole(TicketUpdated)
    assert isinstance(event, TicketUpdated)
    event = event.model_copy(update={"data": event.data.model_copy(update={"message": None})})
    assert (entry_of(event).subject, entry_of(event).messages) == (TICKET.subject, ())
