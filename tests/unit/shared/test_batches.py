"""Group commit: who comes at the same moment shares a round trip, and nobody gets another's answer or error."""

import asyncio
from collections.abc import Sequence

import pytest

from shared.errors import Conflict, Unavailable
from shared.mongo import Batches
from tests.support.eventually import eventually


class Database:
    """Answers each item with its double, when it is let to; an odd one is refused."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.open = asyncio.Event()
        self.away = False

    async def __call__(self, items: Sequence[int]) -> list[int | Exception]:
        self.batches.append(list(items))
        await self.open.wait()
        if self.away:
            raise Unavailable("the database does not answer")
        return [Conflict(f"{item} is odd") if item % 2 else item * 2 for item in items]


@pytest.fixture
def database() -> Database:
    return Database()


async def asked(batches: Batches[int, int], items: Sequence[int]) -> list[asyncio.Task[int]]:
    """A caller for each item, all of them waiting."""

    async def ask(item: int) -> int:
        return await batches(item)

    tasks = [asyncio.create_task(ask(item)) for item in items]
    await asyncio.sleep(0)
    return tasks


async def test_a_lone_caller_is_served_at_once(database: Database) -> None:
    database.open.set()
    assert await Batches(database)(4) == 8
    assert database.batches == [[4]]


async def test_those_who_come_meanwhile_share_the_next_batch_in_their_order(database: Database) -> None:
    batches = Batches(database, at_once=1)
    first = await asked(batches, [2])
    await eventually(lambda: database.batches == [[2]], what="the first batch is under way")
    rest = await asked(batches, [8, 4, 6])
    database.open.set()
    assert await asyncio.gather(*first, *rest) == [4, 16, 8, 12]
    assert database.batches == [[2], [8, 4, 6]]


async def test_a_batch_has_a_largest_size(database: Database) -> None:
    batches = Batches(database, most=3, at_once=1)
    database.open.set()
    assert await asyncio.gather(*await asked(batches, range(0, 16, 2))) == list(range(0, 32, 4))
    assert [len(batch) for batch in database.batches] == [3, 3, 2]


async def test_only_so_many_batches_are_under_way(database: Database) -> None:
    batches = Batches(database, most=1, at_once=2)
    callers = await asked(batches, [2, 4, 6, 8])
    await eventually(lambda: len(database.batches) >= 2, what="two batches are under way")
    assert database.batches == [[2], [4]]
    database.open.set()
    assert await asyncio.gather(*callers) == [4, 8, 12, 16]


async def test_after_a_batch_of_several_the_next_one_gathers(database: Database) -> None:
    batches = Batches(database, at_once=1, rest=60)
    database.open.set()
    callers = await asked(batches, [2, 4])
    await eventually(lambda: len(database.batches) == 1, what="the first batch is done")
    later = await asked(batches, [6])
    await asyncio.gather(*callers)
    later += await asked(batches, [8])
    assert database.batches == [[2, 4]]
    for each in later:
        each.cancel()


async def test_where_enough_wait_they_gather_no_longer(database: Database) -> None:
    batches = Batches(database, at_once=1, rest=60, enough=3)
    database.open.set()
    await asyncio.gather(*await asked(batches, [2, 4]))
    later = await asked(batches, [6, 8])
    assert len(database.batches) == 1
    async with asyncio.timeout(5):
        assert await asyncio.gather(*later, *await asked(batches, [10])) == [12, 16, 20]
    assert database.batches == [[2, 4], [6, 8, 10]]


async def test_an_error_reaches_only_the_caller_whose_item_it_is_about(database: Database) -> None:
    batches = Batches(database, at_once=1)
    database.open.set()
    answers = await asyncio.gather(*await asked(batches, [2, 3, 4, 5]), return_exceptions=True)
    assert [answers[0], answers[2]] == [4, 8]
    assert [str(answer) for answer in answers[1::2]] == ["3 is odd", "5 is odd"]


async def test_a_batch_that_fails_as_a_whole_fails_for_all_who_were_in_it(database: Database) -> None:
    batches = Batches(database)
    database.away = True
    database.open.set()
    answers = await asyncio.gather(*await asked(batches, [2, 4]), return_exceptions=True)
    assert [type(answer) for answer in answers] == [Unavailable, Unavailable]
    database.away = False
    assert await batches(6) == 12


async def test_while_the_database_is_away_nobody_waits_for_a_second_failure(database: Database) -> None:
    batches = Batches(database, at_once=1)
    database.away = True
    first = await asked(batches, [2])
    await eventually(lambda: database.batches == [[2]], what="the first batch is under way")
    waiting = await asked(batches, [4, 6])
    database.open.set()
    answers = await asyncio.gather(*first, *waiting, return_exceptions=True)
    assert [type(answer) for answer in answers] == [Unavailable] * 3
    assert database.batches == [[2]]


async def test_a_caller_who_gives_up_takes_nobody_along(database: Database) -> None:
    batches = Batches(database, at_once=1)
    callers = await asked(batches, [2, 4, 6])
    await eventually(lambda: bool(database.batches), what="the batch is under way")
    callers[1].cancel()
    late = await asked(batches, [8])
    late[0].cancel()
    database.open.set()
    answers = await asyncio.gather(*callers, *late, return_exceptions=True)
    assert [answers[0], answers[2]] == [4, 12]
    assert isinstance(answers[1], asyncio.CancelledError)
    assert isinstance(answers[3], asyncio.CancelledError)
    assert await batches(10) == 20
