"""The moment from which a ticket is overdue says the same as its standing at any moment."""

from dataclasses import replace
from datetime import datetime
from itertools import product

import pytest

from services.tickets.domain.sla import Deadlines
from services.tickets.usecases.snapshot import sla_state
from tests.unit.tickets.builders import minutes, ticket

TIMES: list[datetime | None] = [None, minutes(10), minutes(20)]


@pytest.mark.parametrize(("first", "resolution", "paused"), list(product(TIMES, TIMES, [False, True])))
def test_a_ticket_is_overdue_after_that_moment_and_not_before(
    first: datetime | None, resolution: datetime | None, paused: bool
) -> None:
    deadlines = Deadlines(None, None, first, resolution, paused, basis=1)
    for answered, resolved, told in product([None, minutes(10), minutes(15)], [None, minutes(20)], [False, True]):
        timed = ticket(
            deadlines=replace(deadlines, first_response_breached=told), first_reply_at=answered, resolved_at=resolved
        )
        assert timed.deadlines is not None
        since = timed.deadlines.overdue_from(first_reply_at=answered, resolved_at=resolved)
        # Nothing is asked about a moment before what the ticket has gone through.
        for now in (minutes(20), minutes(20.001), minutes(60)):
            state = sla_state(timed, now=now)
            assert state is not None
            overdue = state.first_response_breached or state.resolution_breached
            assert (since is not None and now > since) is overdue, (timed, now)
