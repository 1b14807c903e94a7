"""With the broker away the API goes on; with the database away it says so in time, and works again after it is back."""

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine, Iterator

import httpx
import pytest
import pytest_asyncio

from tests.integration.tickets.desk import Desk, Json
from tests.integration.tickets.system import TicketsSystem
from tests.integration.tickets.test_figures import reconciles
from tests.support.eventually import eventually
from tests.support.servers import BackingServers, bring_backing_servers

PATIENCE_SECONDS = 5.0


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackingServers]:
    """Servers of this module's own, to be stopped and frozen."""
    brought = bring_backing_servers(tmp_path_factory.mktemp("fragile"))
    yield brought
    brought.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def system(fragile: BackingServers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TicketsSystem]:
    async with TicketsSystem(fragile, directory=tmp_path_factory.mktemp("outages")) as running:
        yield running


@pytest.fixture
def fragile_desk(system: TicketsSystem) -> Desk:
    return Desk(system)


async def ready(system: TicketsSystem) -> Json:
    answer = await system.http.get(f"{system.urls[0]}/readyz")
    return {"status": answer.status_code, **answer.json()["checks"]}


async def test_without_the_broker_writes_are_taken_and_their_events_come_once_it_is_back(
    fragile: BackingServers, fragile_desk: Desk
) -> None:
    system, desk = fragile_desk.system, fragile_desk
    before = await desk.open()
    await desk.events(before, upto=1)
    await system.deafen()
    await asyncio.to_thread(fragile.rabbit.stop)

    async def noticed() -> bool:
        return not (await ready(system))["publishing"]

    await eventually(noticed, what="the broker's absence is noticed")
    assert (await ready(system))["status"] == 200
    opened = await asyncio.gather(*(desk.open(text=f"Ticket {number}") for number in range(20)))
    await desk.patch(f"/tickets/{before['id']}/status", {"status": "closed"})
    await desk.post(f"/tickets/{opened[0]['id']}/reply", {"text": "Hello"})
    await desk.delete(f"/tickets/{opened[1]['id']}")
    history = (await desk.get(f"/tickets/{before['id']}/history"))["history"]
    assert [entry["event"] for entry in history] == ["ticket.created", "ticket.closed"]
    await reconciles(system.database, desk)
    await asyncio.to_thread(fragile.rabbit.start)
    await eventually(lambda: listening(system), within=20, what="the test hears again")
    assert await desk.told(before, upto=4, within=30) == [
        "ticket.created",
        "ticket.updated",
        "ticket.status_changed",
        "ticket.closed",
    ]
    assert await desk.told(opened[0], upto=4) == [
        "ticket.created",
        "ticket.replied",
        "ticket.updated",
        "ticket.status_changed",
    ]
    assert await desk.told(opened[1], upto=2) == ["ticket.created", "ticket.deleted"]
    for ticket in opened[2:]:
        assert await desk.told(ticket, upto=1) == ["ticket.created"]
    await system.outbox_empty([ticket["id"] for ticket in (before, *opened)])
    await system.consuming()


async def listening(system: TicketsSystem) -> bool:
    await system.listen()
    return True


@pytest.mark.parametrize("how", ["stopped", "frozen"])
async def test_without_the_database_every_answer_says_so_in_time(
    fragile: BackingServers, fragile_desk: Desk, how: str
) -> None:
    desk, mongo = fragile_desk, fragile.mongo
    ticket = await desk.open()
    away, back = (mongo.stop, mongo.start) if how == "stopped" else (mongo.pause, mongo.resume)
    await asyncio.to_thread(away)
    try:
        answers = await asyncio.gather(*(timed(request) for request in everything(desk, ticket)))
    finally:
        await asyncio.to_thread(back)
    for answer, seconds in answers:
        what = f"{answer.request.method} {answer.request.url.path}: {answer.status_code} after {seconds:.1f} s"
        assert answer.status_code == 503, f"{what}: {answer.text}"
        assert answer.json()["error"]["code"] == "unavailable", what
        assert int(answer.headers["Retry-After"]) >= 1, what
        assert seconds <= PATIENCE_SECONDS, what

    async def works() -> bool:
        return (await desk.ask("POST", "/tickets", json={"text": "Again"})).status_code == 201

    await eventually(works, within=20, what="tickets are taken again")
    assert (await desk.get(f"/tickets/{ticket['id']}"))["subject"] == "Where is my order?"


async def test_a_database_that_goes_under_load_loses_nothing_that_was_answered(
    fragile: BackingServers, fragile_desk: Desk
) -> None:
    desk, opened, others = fragile_desk, list[str](), list[tuple[int, float]]()
    seed, gone = await desk.open(), asyncio.Event()

    async def write(number: int) -> None:
        while not gone.is_set():
            if number % 3:
                answer, seconds = await timed(desk.ask("POST", "/tickets", json={"text": "x"}))
                opened.extend([answer.json()["id"]] if answer.status_code == 201 else [])
            else:
                body = {"tags": [f"tag {number} {len(opened)}"]}
                answer, seconds = await timed(desk.ask("PATCH", f"/tickets/{seed['id']}", json=body))
            if answer.status_code not in (200, 201):
                others.append((answer.status_code, seconds))

    writers = [asyncio.create_task(write(number)) for number in range(9)]
    await eventually(lambda: len(opened) >= 30, what="thirty tickets")
    await asyncio.to_thread(fragile.mongo.stop)
    await eventually(lambda: len(others) >= 9, what="the absence is answered")
    gone.set()
    await asyncio.gather(*writers)
    await asyncio.to_thread(fragile.mongo.start)
    assert {status for status, _ in others} == {503}
    assert max(seconds for _, seconds in others) <= PATIENCE_SECONDS
    await eventually(lambda: desk.get("/tickets"), within=20, what="the database answers again")
    for ticket_id in opened:
        assert (await desk.get(f"/tickets/{ticket_id}"))["id"] == ticket_id
        await desk.system.hear(ticket_id, upto=1)


def everything(desk: Desk, ticket: Json) -> Iterator[Coroutine[None, None, httpx.Response]]:
    """A request of every kind, and more creates at once than one batch of them takes."""
    path = f"/tickets/{ticket['id']}"
    requests: list[tuple[str, str, Json | None]] = [
        *[("POST", "/tickets", {"text": "Hello"})] * 12,
        ("GET", "/tickets", None),
        ("GET", path, None),
        ("PATCH", path, {"subject": "New"}),
        ("PATCH", f"{path}/status", {"status": "closed"}),
        *[("POST", f"{path}/reply", {"text": "Hello"})] * 6,
        ("POST", f"{path}/customer-reply", {"text": "Hello"}),
        ("DELETE", path, None),
        ("GET", "/settings", None),
        ("PUT", "/settings", {"csat_enabled": True}),
        ("GET", "/agents", None),
        ("POST", "/agents", {"name": "Ada", "email": "ada@example.com"}),
        ("POST", "/ticket-types", {"name": "Delivery"}),
        ("POST", "/teams", {"name": "Crew"}),
    ]
    for method, where, body in requests:
        yield desk.ask(method, where, json=body)


async def timed(request: Coroutine[None, None, httpx.Response]) -> tuple[httpx.Response, float]:
    started = time.monotonic()
    answer = await request
    return answer, time.monotonic() - started
