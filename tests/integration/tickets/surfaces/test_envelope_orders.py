"""Every order and every filter of the envelope surface's lists, over tickets that stay as they are."""

from dataclasses import dataclass

import pytest
import pytest_asyncio

from shared.dialects.envelope import AGENT
from tests.integration.tickets.desk import Desk, Json
from tests.integration.tickets.surfaces.envelope import EnvelopeDriver
from tests.integration.tickets.surfaces.kinds import KEYS, SORTS, every_kind
from tests.integration.tickets.system import TicketsSystem


@dataclass(frozen=True)
class Stocked:
    """A tenant whose tickets stay as they are; half of those of `ada` are hers."""

    envelope: EnvelopeDriver
    made: list[Json]
    ada: str = ""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stocked(tickets: TicketsSystem) -> Stocked:
    envelope = EnvelopeDriver(Desk(tickets))
    return Stocked(envelope, await every_kind(envelope))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def staffed(tickets: TicketsSystem) -> Stocked:
    desk = Desk(tickets)
    envelope, ada = EnvelopeDriver(desk), (await desk.agent())["id"]
    return Stocked(envelope, await every_kind(envelope, assigneeId=ada) + await every_kind(envelope), ada)


@pytest.mark.parametrize("sort_by", SORTS)
@pytest.mark.parametrize("sort_order", ["asc", "desc"])
async def test_a_list_in_any_order_shows_every_ticket_once(stocked: Stocked, sort_by: str, sort_order: str) -> None:
    made = sorted(stocked.made, key=KEYS[sort_by], reverse=sort_order == "desc")
    for page_size in (1, 7, 39, 40, 100):
        shown = await stocked.envelope.whole(sort_by=sort_by, sort_order=sort_order, page_size=page_size)
        assert shown == made


@pytest.mark.parametrize("sort_by", SORTS)
@pytest.mark.parametrize("sort_order", ["asc", "desc"])
async def test_filters_and_orders_combine(staffed: Stocked, sort_by: str, sort_order: str) -> None:
    made = sorted(staffed.made, key=KEYS[sort_by], reverse=sort_order == "desc")
    order = {"sort_by": sort_by, "sort_order": sort_order, "page_size": 3}
    wanted = {"status": "pending", "priority": "high", "assignee_id": f"{AGENT}_{staffed.ada.replace('-', '')}"}
    fields = {"status": "status", "priority": "priority", "assignee_id": "assigneeId"}
    for names in (["status"], ["priority"], ["assignee_id"], ["status", "assignee_id"], list(wanted)):
        filters = {name: wanted[name] for name in names}
        found = [ticket for ticket in made if all(ticket[fields[name]] == wanted[name] for name in names)]
        assert await staffed.envelope.whole(**filters, **order) == found
