"""Spreading what would begin all at once."""

import asyncio

from services.webhooks.usecases.pace import STEP_SECONDS, Pace


async def test_many_at_once_begin_one_after_the_other() -> None:
    pace, loop = Pace(), asyncio.get_running_loop()
    began = loop.time()

    async def one() -> float:
        await pace.turn()
        return loop.time() - began

    times = await asyncio.gather(*(one() for _ in range(20)))
    assert all(time >= place * STEP_SECONDS * 0.9 for place, time in enumerate(times))
    assert times == sorted(times)


async def test_whoever_comes_alone_does_not_wait() -> None:
    pace = Pace()
    for _ in range(3):
        turn = asyncio.ensure_future(pace.turn())
        await asyncio.sleep(0)
        assert turn.done()
        await asyncio.sleep(2 * STEP_SECONDS)
