"""What a ticket counts for against its deadlines."""

from dataclasses import replace

import pytest

from services.tickets.domain.sla import Deadlines
from services.tickets.domain.tally import DayOf, counted
from services.tickets.domain.ticket import Ref, Ticket
from shared.ids import new_id
from shared.vocabulary import Status
from tests.unit.tickets.builders import message, minutes, ticket

DEADLINES = Deadlines(None, None, first_response=minutes(10), resolution=minutes(60), paused=False, basis=1)
TIMED = ticket(deadlines=DEADLINES)
BREACHED = replace(DEADLINES, first_response_breached=True)
NO_LONGER = replace(BREACHED, first_response=None)


def answered(at: float, deadlines: Deadlines = DEADLINES) -> Ticket:
    return replace(TIMED, deadlines=deadlines).with_reply(message(at=minutes(at)))


@pytest.mark.parametrize(
    ("of", "wanted"),
    [
        (ticket(), (False, False, False)),
        (TIMED, (True, False, False)),
        (answered(10), (True, True, False)),
        (answered(11), (True, False, False)),
        (answered(11, BREACHED), (True, False, True)),
        (answered(9, BREACHED), (True, False, True)),
        (answered(9, NO_LONGER), (True, False, True)),
    ],
    ids=["no deadline", "open", "in time", "late, not told", "late", "moved back", "taken away"],
)
def test_a_target_is_measured_met_or_announced_as_breached(of: Ticket, wanted: tuple[bool, bool, bool]) -> None:
    state = counted(of)
    assert (state.first_reply_measured, state.first_reply_met, state.first_reply_breached) == wanted


def test_each_target_counts_by_itself_and_the_ticket_once() -> None:
    late = replace(TIMED, deadlines=BREACHED).with_status(Status.RESOLVED, at=minutes(60))
    figures = {name: amount for (owner, name), amount in counted(late).figures.items() if isinstance(owner, DayOf)}
    assert figures == {
        "normal.created": 1,
        "normal.resolutions": 1,
        "normal.resolution_ms": 60 * 60_000,
        "normal.first_reply_measured": 1,
        "normal.first_reply_breached": 1,
        "normal.resolution_measured": 1,
        "normal.resolution_met": 1,
        "normal.measured": 1,
        "normal.breached": 1,
    }


def test_a_day_is_counted_for_all_and_for_the_team() -> None:
    crew = Ref(new_id(), "Crew")
    figures = counted(replace(TIMED, team=crew)).figures
    owners = {owner.team_id for owner, _ in figures if isinstance(owner, DayOf)}
    assert owners == {None, crew.id}
