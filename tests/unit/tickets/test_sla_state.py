"""How a ticket stands against its deadlines at any moment, whether or not a timer has fired."""

from dataclasses import replace
from datetime import datetime

import pytest

from services.tickets.domain.sla import Deadlines
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.snapshot import sla_state
from shared.vocabulary import Status
from tests.unit.tickets.builders import message, minutes, ticket

DEADLINES = Deadlines(None, None, first_response=minutes(10), resolution=minutes(60), paused=False, basis=1)
TIMED = ticket(deadlines=DEADLINES)


def goals(timed: Ticket, at: datetime) -> tuple[bool | None, bool, bool | None, bool]:
    state = sla_state(timed, now=at)
    assert state is not None
    return (
        state.first_response_met,
        state.first_response_breached,
        state.resolution_met,
        state.resolution_breached,
    )


def answered(at: datetime) -> Ticket:
    return TIMED.with_reply(message(at=at))


def test_without_deadlines_there_is_no_state() -> None:
    assert sla_state(ticket(), now=minutes(1)) is None


@pytest.mark.parametrize("at", [1, 10])
def test_until_the_deadline_has_passed_nothing_is_decided(at: int) -> None:
    assert goals(TIMED, minutes(at)) == (None, False, None, False)


def test_each_deadline_is_missed_by_itself_from_the_moment_it_has_passed() -> None:
    assert goals(TIMED, minutes(10.001)) == (False, True, None, False)
    assert goals(TIMED, minutes(60.001)) == (False, True, False, True)


def test_what_is_reached_on_the_deadline_is_met_for_good() -> None:
    assert goals(answered(minutes(10)), minutes(59)) == (True, False, None, False)
    resolved = answered(minutes(10)).with_status(Status.RESOLVED, at=minutes(60))
    assert goals(resolved, minutes(600)) == (True, False, True, False)


def test_what_is_reached_late_stays_missed() -> None:
    assert goals(answered(minutes(11)), minutes(12)) == (False, True, None, False)


def test_a_breach_that_sla_has_announced_stays() -> None:
    told = replace(DEADLINES, first_response=minutes(30), first_response_breached=True)
    assert goals(replace(TIMED, deadlines=told), minutes(1)) == (None, True, None, False)


def test_a_goal_without_a_deadline_is_never_decided() -> None:
    only_resolution = replace(TIMED, deadlines=replace(DEADLINES, first_response=None))
    assert goals(only_resolution, minutes(61)) == (None, False, False, True)


def test_while_the_clock_is_stopped_no_deadline_passes() -> None:
    paused = replace(TIMED, deadlines=replace(DEADLINES, paused=True))
    assert goals(paused, minutes(600)) == (None, False, None, False)


def test_what_was_reached_late_is_missed_though_the_clock_is_stopped() -> None:
    paused = replace(answered(minutes(11)), deadlines=replace(DEADLINES, paused=True))
    assert goals(paused, minutes(600)) == (False, True, None, False)


def test_the_deadlines_and_their_policy_are_shown() -> None:
    state = sla_state(TIMED, now=minutes(1))
    assert state is not None
    assert (state.first_response_deadline, state.resolution_deadline) == (minutes(10), minutes(60))
    assert (state.policy_id, state.policy_name, state.paused) == (None, None, False)
