"""What several ask for at the same moment is read once, and never from before they asked."""

import asyncio

import pytest

from shared.mongo.twins import Twins


class Shelf:
    """Counts its readings; each waits until it is let go and brings what stood there when it began."""

    def __init__(self) -> None:
        self.value, self.begun, self.go = 0, list[str](), asyncio.Event()

    async def read(self, name: str) -> int:
        if name == "missing":
            raise KeyError(name)
        self.begun.append(name)
        found = self.value
        await self.go.wait()
        return found


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_those_who_come_later_share_a_reading_that_begins_after_they_came() -> None:
    shelf = Shelf()
    twins = Twins(shelf.read)
    first = asyncio.create_task(twins("a"))
    await turns()
    shelf.value = 1
    later = [asyncio.create_task(twins("a")) for _ in range(5)]
    other = asyncio.create_task(twins("b"))
    await turns()
    assert shelf.begun == ["a", "b"]
    shelf.go.set()
    assert await first == 0
    assert await asyncio.gather(*later) == [1] * 5
    assert await other == 1
    assert shelf.begun == ["a", "b", "a"]


async def test_a_reading_that_fails_fails_for_those_who_shared_it_alone() -> None:
    shelf = Shelf()
    shelf.go.set()
    twins = Twins(shelf.read)
    failed = await asyncio.gather(*(twins("missing") for _ in range(3)), return_exceptions=True)
    assert [type(each) for each in failed] == [KeyError] * 3
    with pytest.raises(KeyError):
        await twins("missing")
    assert await twins("a") == 0


async def test_one_who_gives_up_takes_nothing_from_the_others() -> None:
    shelf = Shelf()
    twins = Twins(shelf.read)
    first, second, third = (asyncio.create_task(twins("a")) for _ in range(3))
    await turns()
    second.cancel()
    await turns()
    shelf.go.set()
    assert await asyncio.gather(first, third) == [0, 0]
