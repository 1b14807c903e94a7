"""Days and months of tickets of any age, and what becomes of the tallies when what they count has been defined anew."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest
import pytest_asyncio

from services.tickets.domain.statistics import Period
from services.tickets.domain.tally import DayOf, Total, counted
from services.tickets.store.folding import Folding
from services.tickets.store.tallies import MongoTallies
from services.tickets.store.ticket_documents import from_document
from services.tickets.store.uncounted import COLLECTION as UNCOUNTED
from services.tickets.store.uncounted import note_of
from shared.clock import utc_now
from shared.ids import new_id
from shared.mongo import Database, Document
from shared.vocabulary import Priority, Status
from tests.integration.tickets.desk import Desk

FIRST = datetime(2024, 11, 20, tzinfo=UTC)
DAYS = 500
AN_HOUR = timedelta(hours=1)


@pytest_asyncio.fixture
async def elsewhere(desk: Desk) -> AsyncIterator[Database]:
    """A database of tickets in which no process counts but the test."""
    beside = desk.system.database
    name = f"{desk.system.stack.namespace}_elsewhere"
    database = beside.client.get_database(name, codec_options=beside.codec_options)
    yield database
    await beside.client.drop_database(name)


async def tickets_of(desk: Desk, *, count: int, chance: Random) -> list[Document]:
    """Tickets of nearly two years, some closed, of two teams or none."""
    opened = await desk.open()
    pattern = await desk.system.database["tickets"].find_one({"number": opened["number"], "tenant_id": desk.tenant_id})
    assert pattern is not None
    teams = [None, *({"id": new_id(), "name": "Crew"} for _ in range(2))]
    return [_ticket(pattern, number=number, team=chance.choice(teams), chance=chance) for number in range(count)]


def _ticket(pattern: Document, *, number: int, team: Document | None, chance: Random) -> Document:
    at = FIRST + timedelta(days=chance.randrange(DAYS), minutes=chance.randrange(1440))
    done = {"status": Status.CLOSED, "closed_at": at + 30 * AN_HOUR, "resolved_at": at + 30 * AN_HOUR}
    return {
        **pattern,
        "_id": new_id(),
        "number": 1_000 + number,
        "priority": chance.choice(list(Priority)),
        "created_at": at,
        "first_reply_at": at + AN_HOUR,
        "outbox": [],
        **({"team": team} if team else {}),
        **(done if chance.random() < 0.5 else {}),
    }


async def fold(folding: Folding) -> None:
    while await folding.turn(by=utc_now()):
        pass


async def test_any_period_of_any_team_is_the_sum_of_its_tickets(desk: Desk, elsewhere: Database) -> None:
    chance = Random(6)
    documents = await tickets_of(desk, count=400, chance=chance)
    await elsewhere["tickets"].insert_many(documents)
    folding, tallies = Folding(elsewhere), MongoTallies(elsewhere)
    await fold(folding)
    for document in chance.sample(documents, k=100):
        change = {"team": {"id": new_id(), "name": "Other"}, "priority": Priority.URGENT}
        await elsewhere["tickets"].update_one({"_id": document["_id"]}, {"$set": change})
        await elsewhere[UNCOUNTED].insert_one(note_of(document["_id"]))
    await fold(folding)
    kept = [counted(from_document(each)) for each in await elsewhere["tickets"].find().to_list(None)]
    for _ in range(25):
        first, last = sorted(FIRST.date() + timedelta(days=chance.randrange(-40, DAYS + 40)) for _ in range(2))
        team_id = chance.choice([None, None, *(state.team_id for state in kept)])
        wanted: Counter[str] = Counter()
        for state in kept:
            for (owner, name), amount in state.figures.items():
                if isinstance(owner, DayOf) and first <= owner.day <= last and owner.team_id == team_id:
                    wanted[name] += amount
        sums = await tallies.sums(desk.tenant_id, Period(first, last), team_id=team_id)
        assert {name: amount for name, amount in sums.items() if amount} == wanted


async def test_the_former_figures_answer_until_every_ticket_is_counted_anew(desk: Desk, elsewhere: Database) -> None:
    documents = await tickets_of(desk, count=1_100, chance=Random(1))
    await elsewhere["tickets"].insert_many(documents)
    await elsewhere["folds"].insert_one({"_id": "journal", "number": 41})
    day = f"{desk.tenant_id}:day:{FIRST.date().isoformat()}"
    former = {"normal": {"created": 7, "resolved": 1, "resolution_seconds": 1.5}}
    await elsewhere["tallies"].insert_many(
        [
            {"_id": f"{desk.tenant_id}:total::", "figures": {"tickets": 7}},
            {"_id": f"{day}:", "team_id": None, "figures": former},
        ]
    )
    folding, tallies = Folding(elsewhere), MongoTallies(elsewhere)
    today = Period(FIRST.date(), FIRST.date())
    assert await folding.turn(by=utc_now()), "there is more to count than fits into one fold"
    assert await tallies.total(desk.tenant_id, Total()) == 7
    sums = await tallies.sums(desk.tenant_id, today, team_id=None)
    assert sums == {"normal.created": 7, "normal.resolutions": 1, "normal.resolution_ms": 1500}
    await fold(folding)
    assert await tallies.total(desk.tenant_id, Total()) == 1_100
    opened = [each for each in documents if each["created_at"] < datetime.combine(FIRST, time(), UTC) + 24 * AN_HOUR]
    sums = await tallies.sums(desk.tenant_id, today, team_id=None)
    assert sum(sums.get(f"{priority.value}.created", 0) for priority in Priority) == len(opened)


@pytest.mark.parametrize("meanwhile", ["folded", "nothing"])
async def test_what_an_older_process_has_folded_is_counted_all_the_same(
    desk: Desk, elsewhere: Database, meanwhile: str
) -> None:
    documents = await tickets_of(desk, count=20, chance=Random(2))
    await elsewhere["tickets"].insert_many(documents)
    await elsewhere["folds"].insert_one({"_id": "journal", "number": 41})
    folding, tallies = Folding(elsewhere), MongoTallies(elsewhere)
    await fold(folding)
    # An older process takes the notes of what has gone and come, and this one never sees them.
    await elsewhere["tickets"].delete_many({"_id": {"$in": [each["_id"] for each in documents[:5]]}})
    if meanwhile == "folded":
        await elsewhere["folds"].replace_one({"_id": "journal"}, {"number": 42})
    await fold(folding)
    assert await tallies.total(desk.tenant_id, Total()) == (15 if meanwhile == "folded" else 20)
