"""Which events tell of which change, in which order, and in which words."""

from dataclasses import replace
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.changes import Changes
from services.tickets.domain.settings import HelpdeskSettings
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases import tell
from services.tickets.usecases.snapshot import snapshot
from shared.events.ticket import ChangedData, CreatedData, MessageData, Requester, TicketEvent, TicketSnapshot
from shared.vocabulary import AuthorType, Priority, Status
from tests.unit.tickets.builders import ACTOR, ADA, BOB, CREW, at_rest, message, minutes, ticket, types

STATUSES = st.sampled_from(list(Status))


def told(before: Ticket, after: Ticket, **more: Any) -> list[TicketEvent]:
    return tell.changed(before, after, actor=ACTOR, at=minutes(9), **more)[1]


def changes_of(event: TicketEvent) -> dict[str, tuple[Any, Any]]:
    assert isinstance(event.data, ChangedData)
    return event.data.changes


def test_an_opening_is_one_event_with_its_message_and_the_tenants_terms() -> None:
    settings = HelpdeskSettings(sla_first_reply_hours=2, sla_resolve_hours=8, helpdesk_unanswered_hours=24)
    fresh = ticket(sequence=0)
    opened, (event,) = tell.opened(fresh, actor=ACTOR, settings=settings)
    assert (event.type, event.sequence, opened.sequence) == ("ticket.created", "1", 1)
    assert isinstance(event.data, CreatedData)
    assert event.data.message is not None
    assert event.data.message.text == "Hello"
    assert event.data.terms.model_dump() == {
        "sla_first_reply_hours": 2,
        "sla_resolve_hours": 8,
        "unanswered_hours": 24,
        "auto_close_days": None,
        "revision": 0,
    }
    assert event.time == fresh.created_at


def test_a_close_is_told_as_three_and_takes_three_numbers() -> None:
    before = replace(at_rest(Status.IN_PROGRESS), sequence=4)
    after, events = tell.changed(before, before.with_status(Status.CLOSED, at=minutes(9)), actor=ACTOR, at=minutes(9))
    assert types(events) == ["ticket.updated", "ticket.status_changed", "ticket.closed"]
    assert [event.sequence for event in events] == ["5", "6", "7"]
    assert after.sequence == 7


def test_a_reopening_says_so() -> None:
    closed = at_rest(Status.CLOSED)
    events = told(closed, closed.open_again(at=minutes(9)))
    assert types(events) == ["ticket.updated", "ticket.status_changed", "ticket.reopened"]
    assert {tuple(changes_of(event)["status"]) for event in events} == {("closed", "in_progress")}


def test_a_customers_reply_to_a_closed_ticket_is_a_reply_and_a_reopening() -> None:
    closed, written = at_rest(Status.CLOSED), message(AuthorType.CUSTOMER, at=minutes(9))
    events = told(closed, closed.with_reply(written), message=written)
    assert types(events) == ["ticket.replied", "ticket.updated", "ticket.status_changed", "ticket.reopened"]


def test_a_reply_that_moves_nothing_is_one_event() -> None:
    before, written = at_rest(Status.IN_PROGRESS), message(at=minutes(9))
    (event,) = told(before, before.with_reply(written), message=written)
    assert event.type == "ticket.replied"
    assert isinstance(event.data, MessageData)
    assert event.data.message.id == written.id


def test_a_note_is_told_as_a_note() -> None:
    before = ticket()
    assert types(told(before, before, message=message(at=minutes(9), internal=True))) == ["ticket.noted"]


def test_an_assignment_that_starts_the_ticket_tells_of_both() -> None:
    before = ticket()
    events = told(before, before.assigned_to(ADA, at=minutes(9)))
    assert types(events) == ["ticket.updated", "ticket.status_changed", "ticket.assigned"]
    assert changes_of(events[-1]) == {"status": ("new", "in_progress"), "assigned_to": (None, ADA.id)}


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        (ticket(team=CREW), {"team_id": (None, CREW.id)}),
        (ticket(assignee=BOB), {"assigned_to": (None, BOB.id)}),
    ],
)
def test_a_team_or_an_agent_alone_is_an_assignment(after: Ticket, changed: dict[str, Any]) -> None:
    events = told(ticket(), after)
    assert types(events) == ["ticket.updated", "ticket.assigned"]
    assert changes_of(events[0]) == changed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Changes(subject="Other"), {"subject": ("Where is my order?", "Other")}),
        (Changes(priority=Priority.URGENT), {"priority": ("normal", "urgent")}),
        (Changes(tags=("vip",)), {"tags": ((), ("vip",))}),
        (Changes(ticket_type_id=UUID(int=5)), {"ticket_type_id": (None, UUID(int=5))}),
    ],
)
def test_any_other_field_is_an_update_that_names_old_and_new(change: Changes, said: dict[str, Any]) -> None:
    before = ticket()
    (event,) = told(before, change.applied_to(before, at=minutes(9)))
    assert event.type == "ticket.updated"
    assert changes_of(event) == said


def test_changes_are_in_canonical_words() -> None:
    before = at_rest(Status.PENDING)
    status = changes_of(told(before, before.with_status(Status.RESOLVED, at=minutes(9)))[0])["status"]
    assert status == (Status.PENDING, Status.RESOLVED)


def test_what_changes_no_field_tells_nothing() -> None:
    before = ticket()
    after, events = tell.changed(before, replace(before, routed_by=ADA), actor=ACTOR, at=minutes(9))
    assert (events, after.sequence) == ([], before.sequence)


def test_a_deletion_is_the_last_event_with_the_last_state() -> None:
    gone, (event,) = tell.deleted(ticket(sequence=6), actor=ACTOR, at=minutes(9))
    assert (event.type, event.sequence, gone.sequence) == ("ticket.deleted", "7", 7)
    assert event.data.ticket.subject == "Where is my order?"


def test_every_event_names_its_ticket_its_tenant_and_who_did_it() -> None:
    before = ticket()
    for event in told(before, before.with_status(Status.CLOSED, at=minutes(9))):
        assert (event.subject, event.tenantid) == (str(before.id), before.tenant_id)
        assert (event.data.actor.type, event.data.actor.id, event.data.actor.name) == ("agent", ADA.id, "Ada")
        assert event.data.ticket.status is Status.CLOSED
        assert event.time == minutes(9)


@given(st.lists(STATUSES, min_size=1, max_size=8))
def test_a_tickets_numbers_have_no_gap_whatever_happens_to_it(course: list[Status]) -> None:
    state, numbers = ticket(sequence=0), [0]
    for status in course:
        state, events = tell.changed(state, state.with_status(status, at=minutes(9)), actor=ACTOR, at=minutes(9))
        numbers += [event.order for event in events]
    assert all(later == earlier + 1 for earlier, later in pairwise(numbers))
    assert state.sequence == numbers[-1]


def test_a_snapshot_leaves_no_field_out() -> None:
    whole = snapshot(ticket(), now=minutes(1))
    assert whole.model_fields_set == set(TicketSnapshot.model_fields)
    assert whole.requester.model_fields_set == set(Requester.model_fields)
    assert TicketSnapshot.model_validate(whole.model_dump()) == whole
