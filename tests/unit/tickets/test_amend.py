"""A change is decided again where somebody was quicker, and what changes nothing stores and tells nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.tickets.domain.changes import Changes
from services.tickets.domain.ticket import MARKS_KEPT, Ticket
from services.tickets.usecases.amend import ATTEMPTS, amend
from services.tickets.usecases.change_ticket import Wanted, change_ticket
from services.tickets.usecases.delete_ticket import delete_ticket
from services.tickets.usecases.reply import reply
from shared.clock import utc_now
from shared.errors import NotFound, PreconditionFailed, Unavailable
from shared.ids import Origin, lowest_after, new_id, origin_of_ids
from shared.vocabulary import Priority
from tests.unit.tickets.builders import ACTOR, TICKET_ID, minutes, ticket, types
from tests.unit.tickets.memory import MemoryTickets, ports


def urgent(before: Ticket) -> Ticket:
    return Changes(priority=Priority.URGENT).applied_to(before, at=minutes(9))


async def test_a_change_moves_version_and_revision_by_one_and_dates_the_ticket() -> None:
    tickets = MemoryTickets(ticket())
    after = (await amend(ports(tickets), actor=ACTOR, ticket_id=TICKET_ID, decide=urgent)).ticket
    assert (after.version, after.revision, after.updated_at) == (2, 1, minutes(9))
    assert tickets.rows[TICKET_ID] == after


async def test_what_changes_nothing_stores_and_tells_nothing() -> None:
    before = ticket(priority=Priority.URGENT)
    tickets = MemoryTickets(before)
    after = (await amend(ports(tickets), actor=ACTOR, ticket_id=TICKET_ID, decide=urgent)).ticket
    assert after == before
    assert tickets.events == []


async def test_a_change_is_decided_anew_where_somebody_was_quicker() -> None:
    tickets = MemoryTickets(ticket())

    def meanwhile(_: Ticket) -> None:
        tickets.before_save = lambda _: None
        tickets.rows[TICKET_ID] = replace(tickets.rows[TICKET_ID], subject="Other", revision=1, sequence=2)

    tickets.before_save = meanwhile
    after = (await amend(ports(tickets), actor=ACTOR, ticket_id=TICKET_ID, decide=urgent)).ticket
    assert (after.subject, after.priority, after.revision) == ("Other", Priority.URGENT, 2)
    assert [event.sequence for event in tickets.events] == ["3"]


async def test_a_ticket_that_never_stands_still_is_given_up_with_an_error_that_says_try_again() -> None:
    tickets = MemoryTickets(ticket())
    tries = 0

    def always(_: Ticket) -> None:
        nonlocal tries
        tries += 1
        tickets.rows[TICKET_ID] = replace(tickets.rows[TICKET_ID], revision=tickets.rows[TICKET_ID].revision + 1)

    tickets.before_save = always
    with pytest.raises(Unavailable):
        await amend(ports(tickets), actor=ACTOR, ticket_id=TICKET_ID, decide=urgent)
    assert tries == ATTEMPTS
    assert tickets.events == []


async def test_a_note_is_stored_and_told_and_answers_nothing() -> None:
    tickets = MemoryTickets(ticket())
    await reply(ports(tickets), actor=ACTOR, ticket_id=TICKET_ID, text="Call them", internal=True)
    assert [(note.text, note.internal) for note in tickets.messages] == [("Call them", True)]
    assert types(tickets.events) == ["ticket.noted"]
    assert tickets.rows[TICKET_ID].first_reply_at is None
    assert tickets.rows[TICKET_ID].version == 2


async def test_a_message_sorts_after_what_was_stored_before_it_though_its_clock_is_behind() -> None:
    ahead = utc_now() + timedelta(hours=1)
    tickets = MemoryTickets(ticket(updated_at=ahead))
    for _ in range(3):
        await reply(ports(tickets), actor=ACTOR, ticket_id=TICKET_ID, text="Hello")
    ids = [message.id for message in tickets.messages]
    assert ids == sorted(ids)
    assert ids[0] > lowest_after(ahead)
    assert ids[-1] < lowest_after(tickets.rows[TICKET_ID].updated_at)


async def test_a_deleted_ticket_can_be_neither_changed_nor_deleted_again() -> None:
    tickets = MemoryTickets(ticket())
    await delete_ticket(ports(tickets), actor=ACTOR, ticket_id=TICKET_ID)
    assert types(tickets.events) == ["ticket.deleted"]
    with pytest.raises(NotFound):
        await change_ticket(ports(tickets), actor=ACTOR, ticket_id=TICKET_ID, wanted=Wanted(subject="Other"))
    with pytest.raises(NotFound):
        await delete_ticket(ports(tickets), actor=ACTOR, ticket_id=TICKET_ID)


async def test_a_request_that_is_run_again_changes_nothing_a_second_time_whatever_came_between() -> None:
    tickets, origin = MemoryTickets(ticket()), new_id()
    with origin_of_ids(Origin(origin)):
        await amend(ports(tickets), actor=ACTOR, ticket_id=TICKET_ID, decide=urgent)
    tickets.rows[TICKET_ID] = replace(tickets.rows[TICKET_ID], priority=Priority.LOW, version=3, revision=2)
    told = len(tickets.events)
    with origin_of_ids(Origin(origin, again=True)):
        seen = replace(ACTOR, expects=frozenset({1}))
        amended = await amend(ports(tickets), actor=seen, ticket_id=TICKET_ID, decide=urgent)
    assert (amended.changed, amended.ticket.priority, amended.ticket.version) == (True, Priority.LOW, 3)
    assert len(tickets.events) == told


async def test_what_one_request_does_to_a_ticket_in_two_steps_is_done_in_both() -> None:
    tickets = MemoryTickets(ticket())
    with origin_of_ids(Origin(new_id())):
        for step in ("first", "second", "first"):
            await amend(
                ports(tickets),
                actor=ACTOR,
                ticket_id=TICKET_ID,
                decide=lambda before: replace(before, subject=before.subject + "!"),
                step=step,
            )
    assert tickets.rows[TICKET_ID].subject.endswith("?!!")


async def test_only_the_newest_requests_are_remembered() -> None:
    tickets = MemoryTickets(ticket())
    for number in range(MARKS_KEPT + 5):
        with origin_of_ids(Origin(new_id())):
            wanted = Wanted(subject=str(number))
            await change_ticket(ports(tickets), actor=ACTOR, ticket_id=TICKET_ID, wanted=wanted)
    assert len(tickets.rows[TICKET_ID].marks) == MARKS_KEPT


async def test_a_change_of_what_is_no_longer_as_it_was_seen_is_refused_even_where_that_happens_in_between() -> None:
    tickets, seen = MemoryTickets(ticket()), replace(ACTOR, expects=frozenset({1}))

    def meanwhile(_: Ticket) -> None:
        tickets.before_save = lambda _: None
        tickets.rows[TICKET_ID] = replace(tickets.rows[TICKET_ID], version=2, revision=1)

    tickets.before_save = meanwhile
    with pytest.raises(PreconditionFailed):
        await amend(ports(tickets), actor=seen, ticket_id=TICKET_ID, decide=urgent)
    with pytest.raises(PreconditionFailed):
        await delete_ticket(ports(tickets), actor=seen, ticket_id=TICKET_ID)
    assert tickets.events == []
