"""The life of a ticket: what each step does to its status and to its dates."""

import pytest

from services.tickets.domain.ticket import Ticket
from shared.vocabulary import AuthorType, Status
from tests.unit.tickets.builders import OPENED, at_rest, message, minutes, ticket

NOT_CLOSED = [status for status in Status if status is not Status.CLOSED]
RESTING = (Status.PENDING, Status.RESOLVED, Status.CLOSED)


def dates(subject: Ticket) -> tuple[object, object]:
    return subject.resolved_at, subject.closed_at


@pytest.mark.parametrize("before", NOT_CLOSED)
def test_a_close_dates_the_closing(before: Status) -> None:
    closed = at_rest(before).with_status(Status.CLOSED, at=minutes(5))
    assert closed.status is Status.CLOSED
    assert closed.closed_at == minutes(5)


@pytest.mark.parametrize("before", [Status.NEW, Status.IN_PROGRESS, Status.PENDING])
def test_a_close_resolves_what_was_never_resolved(before: Status) -> None:
    assert at_rest(before).with_status(Status.CLOSED, at=minutes(5)).resolved_at == minutes(5)


def test_a_close_keeps_the_first_resolution() -> None:
    assert dates(at_rest(Status.RESOLVED).with_status(Status.CLOSED, at=minutes(5))) == (minutes(2), minutes(5))


def test_a_resolution_is_dated_and_closes_nothing() -> None:
    assert dates(ticket().with_status(Status.RESOLVED, at=minutes(3))) == (minutes(3), None)


@pytest.mark.parametrize("after", NOT_CLOSED)
def test_leaving_closed_takes_the_closing_date_away_and_keeps_the_resolution(after: Status) -> None:
    assert dates(at_rest(Status.CLOSED).with_status(after, at=minutes(9))) == (minutes(2), None)


def test_a_second_close_has_a_date_of_its_own() -> None:
    again = at_rest(Status.CLOSED).open_again(at=minutes(5)).with_status(Status.CLOSED, at=minutes(8))
    assert dates(again) == (minutes(2), minutes(8))


@pytest.mark.parametrize("status", list(Status))
def test_the_status_that_it_has_changes_nothing(status: Status) -> None:
    before = at_rest(status)
    assert before.with_status(status, at=minutes(9)) is before


@pytest.mark.parametrize("status", RESTING)
def test_a_customers_reply_takes_up_what_rests(status: Status) -> None:
    after = at_rest(status).with_reply(message(AuthorType.CUSTOMER, at=minutes(5)))
    assert after.status is Status.IN_PROGRESS
    assert after.closed_at is None


@pytest.mark.parametrize("status", [Status.NEW, Status.IN_PROGRESS])
def test_a_customers_reply_leaves_what_is_open_as_it_is(status: Status) -> None:
    assert at_rest(status).with_reply(message(AuthorType.CUSTOMER, at=minutes(5))).status is status


def test_the_first_public_agent_reply_answers_and_starts_a_new_ticket() -> None:
    answered = ticket().with_reply(message(at=minutes(4)))
    assert answered.status is Status.IN_PROGRESS
    assert answered.first_reply_at == minutes(4)


def test_a_later_agent_reply_does_not_move_the_first() -> None:
    answered = ticket().with_reply(message(at=minutes(4))).with_reply(message(at=minutes(6)))
    assert answered.first_reply_at == minutes(4)


@pytest.mark.parametrize("status", [Status.IN_PROGRESS, *RESTING])
def test_an_agent_reply_moves_only_a_new_ticket(status: Status) -> None:
    before = at_rest(status)
    after = before.with_reply(message(at=minutes(5)))
    assert after.status is status
    assert dates(after) == dates(before)


def test_a_customers_first_unanswered_message_starts_the_wait_and_an_answer_ends_it() -> None:
    asked = ticket().with_reply(message(AuthorType.CUSTOMER, at=minutes(3)))
    assert (asked.waiting_since, asked.last_message_at) == (OPENED, minutes(3))
    answered = asked.with_reply(message(at=minutes(4)))
    assert (answered.waiting_since, answered.last_message_by) == (None, AuthorType.AGENT)
    assert answered.with_reply(message(AuthorType.CUSTOMER, at=minutes(6))).waiting_since == minutes(6)


def test_a_message_of_the_system_answers_nobody() -> None:
    after = ticket().with_reply(message(AuthorType.SYSTEM, at=minutes(4)))
    assert after.first_reply_at is None
    assert after.status is Status.NEW
