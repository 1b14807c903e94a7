"""What a watch times, and when that is over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.sla.domain.terms import Deadlines, Terms
from services.sla.domain.watch import Timer, TimerKind
from shared.vocabulary import AuthorType, SlaTarget, Status
from tests.unit.sla.builders import OPENED, TERMS, SeenTicket, blank, hours, watching

FIRST_RESPONSE = Timer(TimerKind.FIRST_RESPONSE, hours(2))
RESOLUTION = Timer(TimerKind.RESOLUTION, hours(8))
UNANSWERED = Timer(TimerKind.UNANSWERED, hours(24))
ANSWERED = SeenTicket(
    status=Status.IN_PROGRESS,
    first_reply_at=hours(1),
    last_message_by=AuthorType.AGENT,
    last_message_at=hours(1),
    waiting_since=None,
)


def test_a_new_ticket_is_timed_by_each_of_the_tenants_terms() -> None:
    watch = watching()
    assert watch.pending == (FIRST_RESPONSE, RESOLUTION, UNANSWERED)
    assert watch.deadlines == Deadlines(first_response=hours(2), resolution=hours(8))
    assert watch.due_at == hours(2)


def test_what_the_tenant_does_not_promise_is_not_timed() -> None:
    watch = watching(terms=Terms())
    assert watch.pending == ()
    assert watch.due_at is None
    assert not watch.deadlines


def test_an_hour_of_the_terms_lasts_as_long_as_it_is_told_to() -> None:
    terms = Terms(first_reply_hours=2, hour=timedelta(seconds=1))
    assert watching(terms=terms).due_at == OPENED + timedelta(seconds=2)


def test_before_the_terms_are_known_nothing_is_timed() -> None:
    watch = blank().follow(SeenTicket(), sequence=3)
    assert watch.pending == ()
    assert watch.under(TERMS).pending == (FIRST_RESPONSE, RESOLUTION, UNANSWERED)


def test_terms_are_taken_once() -> None:
    watch = watching()
    assert watch.under(Terms(first_reply_hours=99)) is watch


def test_a_reply_in_time_leaves_only_the_resolution() -> None:
    assert watching().follow(ANSWERED, sequence=2).pending == (RESOLUTION,)


def test_a_reply_after_the_deadline_is_a_breach_still() -> None:
    late = replace(ANSWERED, first_reply_at=hours(3))
    watch = watching().follow(late, sequence=2)
    assert watch.due(hours(3)) == (FIRST_RESPONSE,)
    assert watch.announced([FIRST_RESPONSE]).pending == (RESOLUTION,)


def test_a_reply_on_the_deadline_is_in_time() -> None:
    watch = watching().follow(replace(ANSWERED, first_reply_at=hours(2)), sequence=2)
    assert watch.pending == (RESOLUTION,)


@pytest.mark.parametrize("reached", [{"resolved_at": hours(4)}, {"closed_at": hours(4)}])
def test_resolving_or_closing_in_time_ends_the_resolutions_timer(reached: dict[str, object]) -> None:
    watch = watching().follow(replace(ANSWERED, status=Status.CLOSED, **reached), sequence=2)  # type: ignore[arg-type]
    assert watch.pending == ()


def test_a_reopened_ticket_is_timed_again_until_its_breach_is_announced() -> None:
    resolved = watching().follow(replace(ANSWERED, status=Status.RESOLVED, resolved_at=hours(4)), sequence=2)
    reopened = resolved.follow(ANSWERED, sequence=3)
    assert reopened.pending == (RESOLUTION,)
    assert reopened.announced([RESOLUTION]).pending == ()


@pytest.mark.parametrize("status", [Status.PENDING, Status.RESOLVED, Status.CLOSED])
def test_nobody_waits_for_an_answer_while_the_ticket_is_not_being_worked_on(status: Status) -> None:
    kinds = {timer.kind for timer in watching(SeenTicket(status=status)).pending}
    assert TimerKind.UNANSWERED not in kinds


def test_nobody_waits_for_an_answer_to_an_agents_message() -> None:
    assert TimerKind.UNANSWERED not in {timer.kind for timer in watching(ANSWERED).pending}


def test_another_message_of_the_customer_puts_the_unanswered_timer_off() -> None:
    watch = watching().follow(SeenTicket(last_message_at=hours(5)), sequence=2)
    assert Timer(TimerKind.UNANSWERED, hours(29)) in watch.pending


def test_an_unanswered_stretch_is_announced_once_however_often_the_customer_writes() -> None:
    told = watching().announced([UNANSWERED])
    again = told.follow(SeenTicket(last_message_at=hours(30)), sequence=2)
    assert TimerKind.UNANSWERED not in {timer.kind for timer in again.pending}


def test_a_new_stretch_after_an_answer_is_announced_again() -> None:
    answered = watching().announced([UNANSWERED]).follow(ANSWERED, sequence=2)
    waiting = replace(ANSWERED, last_message_by=AuthorType.CUSTOMER, last_message_at=hours(40), waiting_since=hours(40))
    assert Timer(TimerKind.UNANSWERED, hours(64)) in answered.follow(waiting, sequence=3).pending


def test_what_is_announced_is_not_pending_any_more() -> None:
    watch = watching()
    due = watch.due(hours(9))
    assert due == (FIRST_RESPONSE, RESOLUTION)
    told = watch.announced(due)
    assert told.breached == {SlaTarget.FIRST_RESPONSE, SlaTarget.RESOLUTION}
    assert told.pending == (UNANSWERED,)


def test_nothing_is_due_before_its_time() -> None:
    assert watching().due(hours(2) - timedelta(milliseconds=1)) == ()


def test_an_older_state_changes_nothing() -> None:
    watch = watching().follow(ANSWERED, sequence=5)
    assert watch.follow(SeenTicket(), sequence=5) is watch
    assert watch.follow(SeenTicket(), sequence=4) is watch


def test_a_ticket_that_is_gone_is_not_timed_and_stays_gone() -> None:
    gone = watching().end(sequence=9, at=hours(1))
    assert gone.pending == ()
    assert gone.ticket is None
    assert gone.follow(SeenTicket(), sequence=8) is gone
    assert gone.under(TERMS) is gone


def test_a_ticket_that_is_gone_before_it_was_heard_of_never_starts() -> None:
    gone = blank().end(sequence=9, at=hours(1))
    assert gone.follow(SeenTicket(), sequence=1).under(TERMS) is gone
