"""Which tickets are overdue is exact at the moment of asking, whether or not a timer has fired."""

from datetime import datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from services.tickets.domain.filter import Filter
from services.tickets.domain.sla import Deadlines
from services.tickets.store.ticket_documents import from_document, to_document
from services.tickets.store.ticket_queries import query_of
from services.tickets.store.tickets import MongoTickets
from shared.clock import utc_now
from shared.events.decisions import SlaBreached, TargetData
from shared.events.envelope import Actor
from shared.events.ticket import TicketData
from shared.ids import new_id
from shared.vocabulary import ActorType, SlaTarget, Surface
from tests.integration.tickets.decisions import deadlines
from tests.integration.tickets.desk import Desk, Json
from tests.support.eventually import eventually

AGO, AHEAD = timedelta(hours=-1), timedelta(hours=1)


async def found(desk: Desk, *, overdue: bool, **query: Any) -> list[str]:
    page = await desk.on(Surface.WORKFLOW).get("/tickets", overdueSla=str(overdue).lower(), **query)
    ids = [ticket["id"] for ticket in page["data"]]
    assert page["meta"]["total"] == len(ids)
    return ids


async def timed(desk: Desk, *, of_sequence: int = 1, ticket: Json | None = None, **deadline: Any) -> Json:
    """A ticket with deadlines so far from now."""
    ticket = ticket or await desk.open()
    times: Json = {
        name: utc_now() + shift if isinstance(shift, timedelta) else shift for name, shift in deadline.items()
    }
    await desk.system.publish(deadlines(desk, ticket, of_sequence=of_sequence, **times))
    return ticket


async def breach(desk: Desk, ticket: Json, target: SlaTarget) -> None:
    created = (await desk.events(ticket, upto=1))[0]
    assert isinstance(created.data, TicketData)
    data = TargetData(ticket=created.data.ticket, actor=Actor(type=ActorType.SYSTEM), target=target, deadline=utc_now())
    await desk.system.publish(SlaBreached(subject=ticket["id"], tenantid=desk.tenant_id, data=data))


async def test_what_has_no_deadline_or_a_coming_one_is_in_time(desk: Desk) -> None:
    plain = await desk.open()
    coming = await timed(desk, first_response_deadline=AHEAD, resolution_deadline=AHEAD)
    assert await found(desk, overdue=True) == []
    assert await found(desk, overdue=False) == [coming["id"], plain["id"]]


@pytest.mark.parametrize("deadline", [{"first_response_deadline": AGO}, {"resolution_deadline": AGO}])
async def test_either_passed_deadline_makes_it_overdue_though_no_timer_has_fired(desk: Desk, deadline: Json) -> None:
    late = await timed(desk, **deadline)
    in_time = await desk.open()
    assert await found(desk, overdue=True) == [late["id"]]
    assert await found(desk, overdue=False) == [in_time["id"]]
    assert await found(Desk(desk.system), overdue=True) == []


async def test_it_becomes_overdue_by_itself(desk: Desk) -> None:
    ticket = await timed(desk, resolution_deadline=timedelta(seconds=1))

    async def overdue() -> bool:
        return await found(desk, overdue=True) == [ticket["id"]]

    await eventually(overdue, what="the deadline passes")
    assert await found(desk, overdue=False) == []


async def test_what_was_done_in_time_is_never_overdue_and_what_was_done_late_always(desk: Desk) -> None:
    quick = await timed(desk, first_response_deadline=AHEAD, resolution_deadline=AHEAD)
    slow = await timed(desk, first_response_deadline=AGO, resolution_deadline=AHEAD)
    for ticket in (quick, slow):
        await desk.post(f"/tickets/{ticket['id']}/reply", {"text": "Hello"})
        await desk.patch(f"/tickets/{ticket['id']}/status", {"status": "closed"})
    assert await found(desk, overdue=True) == [slow["id"]]
    # The decision that follows the reply finds what has been done already.
    await timed(desk, of_sequence=3, ticket=quick, first_response_deadline=AGO, resolution_deadline=AHEAD)
    await timed(desk, of_sequence=3, ticket=slow, first_response_deadline=AHEAD, resolution_deadline=AHEAD)
    assert await found(desk, overdue=True) == [quick["id"]]


async def test_while_the_clock_stands_still_no_deadline_passes(desk: Desk) -> None:
    ticket = await timed(desk, resolution_deadline=AGO, paused=True)
    assert await found(desk, overdue=True) == []
    await timed(desk, of_sequence=2, ticket=ticket, resolution_deadline=AGO)
    assert await found(desk, overdue=True) == [ticket["id"]]


@pytest.mark.parametrize("breach_first", [True, False])
async def test_a_breach_that_was_announced_stays(desk: Desk, breach_first: bool) -> None:
    ticket = await desk.open()
    if breach_first:
        await breach(desk, ticket, SlaTarget.RESOLUTION)
        assert await found(desk, overdue=True) == []  # there is nothing to show without deadlines
    await timed(desk, ticket=ticket, resolution_deadline=AHEAD)
    if not breach_first:
        await breach(desk, ticket, SlaTarget.RESOLUTION)
    assert await found(desk, overdue=True) == [ticket["id"]]
    await desk.patch(f"/tickets/{ticket['id']}", {"status": "closed", "subject": "Done"})
    assert await found(desk, overdue=True) == [ticket["id"]]


async def test_it_joins_with_other_filters(desk: Desk) -> None:
    late = await timed(desk, resolution_deadline=AGO)
    other = await timed(desk, resolution_deadline=AGO)
    await desk.patch(f"/tickets/{other['id']}/priority", {"priority": "urgent"})
    assert await found(desk, overdue=True, priority="medium") == [late["id"]]
    assert await found(desk, overdue=True, priority="urgent", status="new") == [other["id"]]
    assert await found(desk, overdue=False, priority="urgent") == []


async def test_an_index_finds_the_few_that_are_overdue_among_many(desk: Desk) -> None:
    late = await timed(desk, resolution_deadline=AGO)
    tickets = desk.system.database["tickets"]
    document = await tickets.find_one({"_id": UUID(late["id"])})
    assert document is not None
    others = {name: value for name, value in document.items() if name not in ("outbox", "overdue_from")}
    await tickets.insert_many([{**others, "_id": new_id(), "number": number} for number in range(2, 502)])
    query = query_of(desk.tenant_id, Filter(overdue_at=utc_now()))
    explained = await tickets.find(query).sort("_id", -1).limit(21).explain()
    assert explained["executionStats"]["totalDocsExamined"] == 1
    assert await found(desk, overdue=True) == [late["id"]]
    await tickets.delete_many({"tenant_id": desk.tenant_id})


async def test_the_database_says_the_same_as_the_domain_of_every_state(desk: Desk) -> None:
    """What is kept by a decision of sla is what is kept when somebody changes the ticket."""
    collection = desk.system.database["tickets"]
    ticket = await desk.open()
    key = {"_id": UUID(ticket["id"])}
    document = await collection.find_one(key)
    assert document is not None
    store = MongoTickets(desk.system.database, outbox=None)  # type: ignore[arg-type]  # deadlines tell nothing
    now = utc_now()
    times: list[datetime | None] = [None, now - timedelta(minutes=1), now + timedelta(minutes=1)]
    states = product(times, times, [False, True], [None, now], [False, True])
    for place, (first, resolution, paused, done_at, told) in enumerate(states, start=1):
        fresh = {name: value for name, value in document.items() if name != "overdue_from"}
        fresh["deadlines"] = {"resolution_breached": told}
        fresh |= {"first_reply_at": done_at, "resolved_at": done_at} if done_at else {}
        await collection.replace_one(key, fresh)
        decided = Deadlines(None, None, first, resolution, paused, basis=place)
        await store.set_deadlines(desk.tenant_id, UUID(ticket["id"]), decided)
        stored = await collection.find_one(key)
        assert stored is not None
        assert stored.get("overdue_from") == to_document(from_document(stored)).get("overdue_from"), stored
