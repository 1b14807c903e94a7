"""What a watch times, and when that is over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.sla.domain.promise import Promise, PromisedBy
from services.sla.domain.standing import Standing
from services.sla.domain.terms import Terms, Thresholds
from services.sla.domain.timer import Timer, TimerKind
from shared.vocabulary import AuthorType, Priority, SlaTarget, Status
from tests.unit.sla.builders import (
    OPENED,
    PROMISE,
    TERMS,
    THRESHOLDS,
    SeenTicket,
    blank,
    hours,
    policy,
    seen,
    watching,
)

FIRST_WARNING = Timer(TimerKind.FIRST_RESPONSE_WARNING, hours(1.6))
RESOLUTION_WARNING = Timer(TimerKind.RESOLUTION_WARNING, hours(6.4))
FIRST_RESPONSE = Timer(TimerKind.FIRST_RESPONSE, hours(2))
RESOLUTION = Timer(TimerKind.RESOLUTION, hours(8))
UNANSWERED = Timer(TimerKind.UNANSWERED, hours(24))
ALL = (FIRST_WARNING, FIRST_RESPONSE, RESOLUTION_WARNING, RESOLUTION, UNANSWERED)
ANSWERED = SeenTicket(
    status=Status.IN_PROGRESS,
    first_reply_at=hours(1),
    last_message_by=AuthorType.AGENT,
    last_message_at=hours(1),
    waiting_since=None,
)


def test_a_new_ticket_is_timed_by_each_of_the_tenants_terms() -> None:
    watch = watching()
    assert watch.pending == ALL
    assert watch.standing == Standing(first_response=hours(2), resolution=hours(8))
    assert watch.due_at == hours(1.6)


def test_what_the_tenant_does_not_promise_is_not_timed() -> None:
    watch = watching(promise=Promise(revision=0, priority=Priority.NORMAL))
    assert watch.pending == ()
    assert watch.due_at is None
    assert not watch.standing


def test_an_hour_of_the_terms_lasts_as_long_as_it_is_told_to() -> None:
    terms = Terms(Thresholds(first_reply_hours=2), hour=timedelta(seconds=1))
    first_response = watching(promise=terms.promise(Priority.NORMAL)).standing.first_response
    assert first_response == OPENED + timedelta(seconds=2)


def test_before_the_terms_are_known_nothing_is_timed() -> None:
    watch = seen(blank(), SeenTicket(), sequence=1, at=OPENED)
    assert watch.pending == ()
    assert watch.under(PROMISE).pending == ALL


def test_newer_terms_hold_for_a_ticket_that_is_open_already_and_older_ones_never_do() -> None:
    newer = replace(TERMS, revision=2, thresholds=replace(THRESHOLDS, resolve_hours=4)).promise(Priority.NORMAL)
    watch = watching().under(newer)
    assert watch.standing.resolution == hours(4)
    assert watch.under(PROMISE) is watch


def test_a_policy_overrules_the_settings_for_its_priorities_and_the_first_one_made_holds() -> None:
    urgent = policy(1, applies=(Priority.URGENT,), first_response_hours=1)
    terms = replace(TERMS, policies=(urgent, policy(2, first_response_hours=3, applies=(Priority.URGENT,))))
    watch = watching(SeenTicket(priority=Priority.URGENT), promise=terms.promise(Priority.URGENT))
    assert watch.standing.first_response == hours(1)
    assert watch.standing.policy == PromisedBy(urgent.id, urgent.name)
    assert terms.promise(Priority.LOW) == TERMS.promise(Priority.LOW)


def test_another_priority_moves_the_deadline_as_if_it_had_been_so_from_the_start() -> None:
    terms = replace(TERMS, policies=(policy(1, applies=(Priority.URGENT,), resolution_hours=3),))
    watch = watching(promise=terms.promise(Priority.NORMAL))
    raised = seen(watch, SeenTicket(priority=Priority.URGENT), sequence=2, at=hours(1))
    assert raised.under(terms.promise(Priority.URGENT)).standing.resolution == hours(3)


def test_while_the_customer_is_awaited_the_clock_stands_still_if_the_policy_says_so() -> None:
    promise = replace(TERMS, policies=(policy(),)).promise(Priority.NORMAL)
    waiting = seen(watching(promise=promise), replace(ANSWERED, status=Status.PENDING), sequence=2, at=hours(1))
    assert waiting.pending == ()
    assert waiting.standing.paused
    resumed = seen(waiting, replace(ANSWERED), sequence=3, at=hours(11))
    assert resumed.standing == Standing(
        policy=promise.policy, first_response=hours(4), resolution=hours(34), paused=False
    )


def test_a_ticket_that_was_closed_unanswered_has_no_first_reply_to_wait_for() -> None:
    closed = seen(watching(), SeenTicket(status=Status.CLOSED, closed_at=hours(1)), sequence=2, at=hours(1))
    assert closed.pending == ()
    assert closed.standing == Standing(first_response=None, resolution=hours(8))


def test_a_ticket_left_by_its_customer_is_to_be_closed_after_the_days_of_the_settings() -> None:
    promise = replace(TERMS, thresholds=Thresholds(auto_close_days=3)).promise(Priority.NORMAL)
    left = seen(watching(promise=promise), replace(ANSWERED, status=Status.PENDING), sequence=2, at=hours(1))
    timer = Timer(TimerKind.AUTO_CLOSE, hours(73))
    assert left.pending == (timer,)
    assert left.announced([timer]).pending == ()
    back = seen(left.announced([timer]), ANSWERED, sequence=3, at=hours(80))
    again = seen(back, replace(ANSWERED, status=Status.RESOLVED, resolved_at=hours(90)), sequence=4, at=hours(90))
    assert again.pending == (Timer(TimerKind.AUTO_CLOSE, hours(162)),)


def test_a_reply_in_time_leaves_only_the_resolution() -> None:
    assert watching().follow(ANSWERED, sequence=2).pending == (RESOLUTION_WARNING, RESOLUTION)


def test_a_reply_after_the_deadline_is_a_breach_still() -> None:
    late = replace(ANSWERED, first_reply_at=hours(3))
    watch = watching().follow(late, sequence=2)
    assert watch.due(hours(3)) == (FIRST_RESPONSE,)
    assert watch.announced([FIRST_RESPONSE]).pending == (RESOLUTION_WARNING, RESOLUTION)


def test_a_reply_on_the_deadline_is_in_time() -> None:
    watch = watching().follow(replace(ANSWERED, first_reply_at=hours(2)), sequence=2)
    assert watch.pending == (RESOLUTION_WARNING, RESOLUTION)


@pytest.mark.parametrize("reached", [{"resolved_at": hours(4)}, {"closed_at": hours(4)}])
def test_resolving_or_closing_in_time_ends_the_resolutions_timer(reached: dict[str, object]) -> None:
    watch = watching().follow(replace(ANSWERED, status=Status.CLOSED, **reached), sequence=2)  # type: ignore[arg-type]
    assert watch.pending == ()


def test_a_reopened_ticket_has_what_was_left_of_its_time_until_its_breach_is_announced() -> None:
    solved = replace(ANSWERED, status=Status.RESOLVED, resolved_at=hours(4))
    resolved = seen(watching(), solved, sequence=2, at=hours(4))
    assert resolved.pending == ()
    reopened = seen(resolved, ANSWERED, sequence=3, at=hours(50))
    overdue = Timer(TimerKind.RESOLUTION, hours(54))
    assert reopened.pending == (Timer(TimerKind.RESOLUTION_WARNING, hours(52.4)), overdue)
    assert reopened.announced([overdue]).pending == ()


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
    assert due == (FIRST_WARNING, FIRST_RESPONSE, RESOLUTION_WARNING, RESOLUTION)
    told = watch.announced(due)
    assert told.breached == {SlaTarget.FIRST_RESPONSE, SlaTarget.RESOLUTION}
    assert told.pending == (UNANSWERED,)


def test_nothing_is_due_before_its_time() -> None:
    assert watching().due(hours(1.6) - timedelta(milliseconds=1)) == ()


def test_an_older_state_changes_nothing() -> None:
    watch = watching().follow(ANSWERED, sequence=5)
    assert watch.follow(SeenTicket(), sequence=5) is watch
    assert watch.follow(SeenTicket(), sequence=4) is watch


def test_a_ticket_that_is_gone_is_not_timed_and_stays_gone() -> None:
    gone = watching().end(sequence=9, at=hours(1))
    assert gone.pending == ()
    assert gone.ticket is None
    assert gone.follow(SeenTicket(), sequence=8) is gone
    assert gone.under(PROMISE) is gone


def test_a_ticket_that_is_gone_before_it_was_heard_of_never_starts() -> None:
    gone = blank().end(sequence=9, at=hours(1))
    assert gone.follow(SeenTicket(), sequence=1).under(PROMISE) is gone
