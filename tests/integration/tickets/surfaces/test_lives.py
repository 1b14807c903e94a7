"""Whatever becomes of tickets, through whichever surfaces, all surfaces show the same, and what was promised.

`HELPDESK_TEST_LIFE_EXAMPLES` is how many courses of events are tried (10), always the same ones in the same order.
"""

import asyncio
import os
from collections.abc import Coroutine
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.integration.tickets.desk import Desk
from tests.integration.tickets.surfaces.lives import TicketLives
from tests.integration.tickets.surfaces.tenancy import Tenancy
from tests.integration.tickets.system import TicketsSystem

SETTINGS = settings(
    max_examples=int(os.environ.get("HELPDESK_TEST_LIFE_EXAMPLES", "10")),
    stateful_step_count=30,
    derandomize=True,
    deadline=None,
    database=None,
    # Two failures are found in one run as a rule, and looking into each takes minutes.
    report_multiple_bugs=False,
    # A step is several requests.
    suppress_health_check=[HealthCheck.too_slow],
)
ANSWERED_WITHIN_SECONDS = 30


async def test_a_ticket_lives_the_same_life_on_every_surface(tickets: TicketsSystem) -> None:
    loop = asyncio.get_running_loop()

    def wait(call: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(call, loop).result(ANSWERED_WITHIN_SECONDS)

    class Lives(TicketLives):
        def __init__(self) -> None:
            super().__init__(Tenancy(Desk(tickets)), wait=wait)

    await asyncio.to_thread(run_state_machine_as_test, Lives, settings=SETTINGS)
