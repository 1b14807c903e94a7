"""The floor: tries beside one another, and a suspect's that has it alone."""

import asyncio

import pytest

from shared.bus import floor as module
from shared.bus.floor import Floor
from tests.support.eventually import eventually


async def alone(
    floor: Floor, name: str, order: list[str], *, rank: int = 0, until: asyncio.Event | None = None
) -> None:
    async with floor.alone(rank=rank):
        order.append(name)
        if until:
            await until.wait()


async def test_a_suspect_waits_for_those_who_try_and_lets_nobody_in() -> None:
    floor, order, go_on = Floor(), [], asyncio.Event()
    with floor:
        suspect = asyncio.create_task(alone(floor, "suspect", order, until=go_on))
        await eventually(lambda: floor.taken, what="it asks for the floor")
        assert order == []
    await eventually(lambda: order == ["suspect"], what="it has the floor")
    assert floor.taken
    go_on.set()
    await suspect
    await asyncio.wait_for(floor.cleared(), 1.0)
    assert not floor.taken


async def test_who_was_survived_goes_before_who_was_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STAND_BACK_SECONDS", 0.001)
    floor, order, go_on = Floor(), [], asyncio.Event()
    holder = asyncio.create_task(alone(floor, "holder", order, until=go_on))
    await eventually(lambda: order == ["holder"])
    waiting = [asyncio.create_task(alone(floor, f"rank {rank}", order, rank=rank)) for rank in (2, 1, 0)]
    await eventually(lambda: len(floor._waiting) == 3, what="all wait")
    go_on.set()
    await asyncio.gather(holder, *waiting)
    assert order == ["holder", "rank 0", "rank 1", "rank 2"]


@pytest.mark.parametrize("given_up", ["waiting", "called"])
async def test_one_who_gives_up_stands_in_nobodys_way(given_up: str) -> None:
    floor, order, go_on = Floor(), [], asyncio.Event()
    holder = asyncio.create_task(alone(floor, "holder", order, until=go_on))
    await eventually(lambda: order == ["holder"])
    leaver = asyncio.create_task(alone(floor, "leaver", order))
    last = asyncio.create_task(alone(floor, "last", order))
    await eventually(lambda: len(floor._waiting) == 2, what="both wait")
    if given_up == "called":
        floor._leave(floor._holder)
    leaver.cancel()
    go_on.set()
    await asyncio.wait_for(asyncio.gather(holder, last), 5.0)
    assert order == ["holder", "last"]
    assert not floor.taken


async def test_a_suspect_that_hangs_does_not_hold_the_floor_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ALONE_SECONDS", 0.05)
    monkeypatch.setattr(module, "STILL_SECONDS", 0.01)
    floor, order, never = Floor(), [], asyncio.Event()
    hanging = asyncio.create_task(alone(floor, "hanging", order, until=never))
    await eventually(lambda: order == ["hanging"])
    await asyncio.wait_for(alone(floor, "next", order), 5.0)
    assert not floor.taken
    never.set()
    await hanging
    assert order == ["hanging", "next"]
