"""Figures reconcile: whatever happens to tickets, the tallies are what counting each ticket gives."""

import asyncio
from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from pymongo.errors import BulkWriteError

from services.tickets.domain.statistics import Period
from services.tickets.domain.tally import TICKETS, Total, counted
from services.tickets.store.folding import Folding
from services.tickets.store.tallies import COLLECTION, MongoTallies, applied
from services.tickets.store.ticket_documents import from_document
from shared.clock import utc_now
from shared.mongo import Database
from shared.vocabulary import Priority, Status, Surface
from tests.integration.tickets.desk import Desk, Json
from tests.support.eventually import eventually

TODAY = timedelta(0)
TOTALS = [
    Total(),
    *(Total("status", word.value) for word in Status),
    *(Total("priority", word.value) for word in Priority),
]


async def recounted(database: Database, desk: Desk) -> tuple[dict[Total, int], Counter[str]]:
    """What the tenant's tickets add up to, one by one."""
    documents = await database["tickets"].find({"tenant_id": desk.tenant_id}).to_list(None)
    totals: Counter[Any] = Counter()
    days: Counter[str] = Counter()
    for document in documents:
        for (owner, name), amount in counted(from_document(document)).figures.items():
            if isinstance(owner, Total):
                totals[owner] += amount
            elif owner.team_id is None:
                days[name] += amount
    return {total: totals[total] for total in TOTALS}, Counter({name: n for name, n in days.items() if n})


async def tallied(database: Database, desk: Desk) -> tuple[dict[Total, int], Counter[str]]:
    tallies = MongoTallies(database)
    today = utc_now().date()
    sums = await tallies.sums(desk.tenant_id, Period(today - timedelta(1), today), team_id=None)
    totals = {total: await tallies.total(desk.tenant_id, total) for total in TOTALS}
    return totals, Counter({name: n for name, n in sums.items() if n})


async def reconciles(database: Database, desk: Desk) -> None:
    async def same() -> bool:
        return await tallied(database, desk) == await recounted(database, desk)

    await eventually(same, within=15, what="the tallies are what a recount gives")


async def live_a_little(desk: Desk, *, seed: int, tickets: int = 12, steps: int = 60) -> None:
    """Tickets that are opened, answered, moved, closed and deleted at random, several at a time."""
    random = Random(seed)
    opened = [await desk.open(priority=random.choice(list(Priority)).value) for _ in range(tickets)]

    async def step() -> None:
        ticket = random.choice(opened)
        path = f"/tickets/{ticket['id']}"
        await random.choice(
            [
                lambda: desk.ask("POST", f"{path}/reply", json={"text": "Hello"}),
                lambda: desk.ask("PATCH", path, json={"status": random.choice(["new", "waiting", "closed"])}),
                lambda: desk.ask("PATCH", path, json={"priority": random.choice(list(Priority)).value}),
                lambda: desk.ask("DELETE", path) if random.random() < 0.2 else desk.ask("GET", path),
            ]
        )()

    for _ in range(steps // 4):
        await asyncio.gather(*(step() for _ in range(4)))


async def test_after_any_history_the_tallies_are_what_a_recount_gives(desk: Desk) -> None:
    for seed in range(3):
        await live_a_little(desk, seed=seed)
        await reconciles(desk.system.database, desk)


async def test_a_fold_that_broke_off_is_finished_and_counts_once(desk: Desk) -> None:
    database = desk.system.database
    await live_a_little(desk, seed=7)
    await reconciles(database, desk)
    # As if the process had died with its journal written and half of it applied: applying it all again adds nothing.
    before = await tallied(database, desk)
    for tally in await database[COLLECTION].find({"_id": {"$regex": f"^{desk.tenant_id}:total:"}}).to_list(None):
        again = applied({"key": tally["_id"], "add": [[f"figures.{TICKETS}", 5]]}, fold=tally["fold"])
        with pytest.raises(BulkWriteError, match="E11000"):
            await database[COLLECTION].bulk_write([again])
    assert await tallied(database, desk) == before


async def test_two_that_fold_at_once_count_once(desk: Desk) -> None:
    database = desk.system.database
    rivals = [Folding(database) for _ in range(2)]
    live = asyncio.create_task(live_a_little(desk, seed=11))
    while not live.done():
        await asyncio.gather(*(rival.turn(by=utc_now()) for rival in rivals))
    await live
    for rival in rivals:
        await rival.close()
    await reconciles(database, desk)


async def test_a_deleted_ticket_counts_for_nothing_and_leaves_nothing(desk: Desk) -> None:
    ticket = await desk.open()
    await reconciles(desk.system.database, desk)
    await desk.delete(f"/tickets/{ticket['id']}")
    await reconciles(desk.system.database, desk)
    assert await MongoTallies(desk.system.database).total(desk.tenant_id, Total()) == 0
    await eventually(lambda: desk.keeps_nothing_of(ticket), within=20, what="the tombstone goes")


async def test_stats_of_a_period_on_workflow_and_messenger(desk: Desk) -> None:
    ada = await desk.agent()
    crew = await desk.post("/teams", {"name": "Crew", "members": [ada["id"]]})
    first = await desk.open(priority="high")
    await desk.patch(f"/tickets/{first['id']}", {"team_id": crew["id"]})
    await desk.post(f"/tickets/{first['id']}/reply", {"text": "Hello"})
    await desk.patch(f"/tickets/{first['id']}/status", {"status": "closed"})
    await desk.open()
    today = utc_now().date().isoformat()
    workflow = await desk.on(Surface.WORKFLOW).get("/stats", **{"from": today, "to": today})
    assert workflow == {
        "period": {"from": today, "to": today},
        "ticketsCreated": 2,
        "ticketsClosed": 1,
        "avgFirstResponseMinutes": workflow["avgFirstResponseMinutes"],
        "avgResolutionHours": workflow["avgResolutionHours"],
        "slaBreachRate": None,
        "csat": None,
        "byPriority": {"low": 0, "medium": 1, "high": 1, "urgent": 0},
    }
    assert 0 <= workflow["avgFirstResponseMinutes"] < 1
    assert await desk.get("/stats", **{"from": today, "to": today}) == workflow
    of_crew = await desk.get("/stats", teamId=crew["id"])
    assert (of_crew["ticketsCreated"], of_crew["byPriority"]["medium"]) == (1, 0)


async def test_stats_refuse_what_is_no_period(desk: Desk) -> None:
    bad: list[tuple[Json, str]] = [
        ({"from": "2026-02-30"}, "from"),
        ({"from": "2026-03-02", "to": "2026-03-01"}, "to"),
        ({"teamId": "x"}, "teamId"),
    ]
    for query, field in bad:
        answer = await desk.on(Surface.WORKFLOW).ask("GET", "/stats", params=query)
        assert answer.status_code == 422
        assert answer.json()["error"]["details"][0]["field"] == field
    assert (await desk.as_customer().on(Surface.WORKFLOW).ask("GET", "/stats")).status_code == 403


async def test_totals_beyond_what_is_counted_live_are_exact(desk: Desk) -> None:
    many = 1_050
    for _ in range(many // 50):
        await asyncio.gather(*(desk.open(priority="high") for _ in range(50)))
    await desk.open(priority="low")
    workflow = desk.on(Surface.WORKFLOW)

    async def totals() -> list[int]:
        queries: list[Json] = [
            {},
            {"priority": "high"},
            {"status": "new"},
            {"overdueSla": "false"},
            {"priority": "low"},
        ]
        return [(await workflow.get("/tickets", limit=1, **query))["meta"]["total"] for query in queries]

    await eventually(lambda: _is(totals, [many + 1, many, many + 1, many + 1, 1]), within=10, what="exact totals")


async def _is(asked: Any, wanted: object) -> bool:
    found = await asked()
    assert found == wanted, found
    return True
