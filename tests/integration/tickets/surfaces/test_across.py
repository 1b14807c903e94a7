"""What is written on one surface is read on all others: it is one ticket."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from shared.vocabulary import Priority, Status, Surface
from tests.integration.tickets.desk import Desk
from tests.integration.tickets.surfaces.canonical import Fields
from tests.integration.tickets.surfaces.driver import Driver
from tests.integration.tickets.surfaces.drivers import DRIVERS, TALKING
from tests.integration.tickets.surfaces.life import Life
from tests.integration.tickets.surfaces.messenger import MessengerDriver
from tests.integration.tickets.surfaces.talking import TalkingDriver
from tests.integration.tickets.surfaces.workflow import contact


@pytest.fixture(params=list(Surface))
def writer(request: pytest.FixtureRequest, desk: Desk) -> Driver:
    return DRIVERS[request.param](desk)


@pytest.fixture(params=list(TALKING))
def talker(request: pytest.FixtureRequest, desk: Desk) -> TalkingDriver:
    return TALKING[request.param](desk)


@pytest.fixture
async def ticket(desk: Desk) -> Life:
    """A ticket that is already there, the tenant's first."""
    given: Fields = {"subject": "Order 17", "text": "Where is it?"}
    made = await MessengerDriver(desk).create(**given)
    return Life.begun(given, ticket_id=made.id, number=1)


async def all_show(desk: Desk, life: Life) -> None:
    """Every surface shows the ticket so, by itself and as the only one of its list."""
    for driver in (driver_of(desk) for driver_of in DRIVERS.values()):
        read, (listed, following) = await asyncio.gather(driver.read(life.id), driver.page(status=life.status))
        assert read == driver.expected(life), driver.surface
        assert ([row.id for row in listed], following) == ([life.id], None), driver.surface
        assert (listed[0].statuses, listed[0].priority) == (read.statuses, read.priority), driver.surface


async def test_a_new_ticket_has_all_that_it_was_given(writer: Driver, desk: Desk) -> None:
    bob = await contact(desk, "Bob")
    given: Fields = {
        "subject": "Order 17",
        "text": "Where is it?",
        "status": Status.RESOLVED,
        "priority": Priority.URGENT,
        "assignee_id": UUID((await desk.agent())["id"]),
        "tags": ["late", "vip"],
        "contact_id": UUID(bob["id"]),
        "requester_email": bob["email"],
    }
    made = await writer.create(**given)
    taken: Any = {name: value for name, value in given.items() if name in writer.opens_with}
    await all_show(desk, Life.begun(taken, ticket_id=made.id, number=1))
    assert (await desk.get(f"/tickets/{made.id}"))["contact_id"] == bob["id"]


@pytest.mark.parametrize("internal", [False, True])
async def test_what_an_agent_says(talker: TalkingDriver, desk: Desk, ticket: Life, internal: bool) -> None:
    await talker.reply(ticket.id, "On its way", internal=internal)
    await all_show(desk, ticket.noted("On its way") if internal else ticket.answered("On its way"))


async def test_what_the_customer_says_to_a_ticket_that_was_closed(talker: TalkingDriver, desk: Desk) -> None:
    bob = await contact(desk, "Bob")
    given: Fields = {"subject": "Order 17", "contact_id": UUID(bob["id"]), "requester_email": bob["email"]}
    made = await talker.create(**given)
    opened = Life.begun({"subject": "Order 17", "text": made.text}, ticket_id=made.id, number=1)
    await talker.close(made.id)
    await type(talker)(desk.as_customer(UUID(bob["id"]))).reply(made.id, "It has not come")
    await all_show(desk, opened.closed(on=talker.surface).answered_by_customer("It has not come"))


@pytest.mark.parametrize("status", list(Status))
async def test_a_status(writer: Driver, desk: Desk, ticket: Life, status: Status) -> None:
    await writer.set_status(ticket.id, status)
    await all_show(desk, ticket.changed({"status": status}, on=writer.surface))


async def test_an_agent_and_none(writer: Driver, desk: Desk, ticket: Life) -> None:
    ada = UUID((await desk.agent())["id"])
    await writer.assign(ticket.id, ada)
    taken = ticket.changed({"assignee_id": ada}, on=writer.surface)
    await all_show(desk, taken)
    await writer.assign(ticket.id, None)
    await all_show(desk, taken.changed({"assignee_id": None}, on=writer.surface))


async def test_a_status_given_wins_over_what_the_assignment_beside_it_does(
    writer: Driver, desk: Desk, ticket: Life
) -> None:
    ada = UUID((await desk.agent())["id"])
    await writer.change(ticket.id, assignee_id=ada, status=Status.NEW)
    await all_show(desk, ticket.changed({"assignee_id": ada, "status": Status.NEW}, on=writer.surface))


async def test_all_that_one_change_may_change(writer: Driver, desk: Desk, ticket: Life) -> None:
    every: Fields = {
        "subject": "Order 18",
        "text": "Where is the other one?",
        "status": Status.PENDING,
        "priority": Priority.LOW,
        "assignee_id": UUID((await desk.agent())["id"]),
        "tags": ["late"],
    }
    wanted: Any = {name: value for name, value in every.items() if name in writer.changes_with}
    await writer.change(ticket.id, **wanted)
    await all_show(desk, ticket.changed(wanted, on=writer.surface))


async def test_a_close_and_a_reopening(writer: Driver, desk: Desk, ticket: Life) -> None:
    await writer.close(ticket.id)
    closed = ticket.closed(on=writer.surface)
    await all_show(desk, closed)
    await writer.reopen(ticket.id)
    await all_show(desk, closed.reopened(on=writer.surface))
