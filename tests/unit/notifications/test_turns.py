"""What is asked about one chat is done in the order of the asking, and chats do not wait for one another."""

import asyncio
import gc

from services.notifications.usecases.turns import Turns
from shared.ids import new_id

TENANT = new_id()


async def test_one_chat_is_served_in_the_order_of_asking() -> None:
    turns, done = Turns(), list[int]()

    async def serve(number: int) -> None:
        async with turns.of(TENANT, 7):
            for _ in range(10 - number):
                await asyncio.sleep(0)
            done.append(number)

    await asyncio.gather(*(serve(number) for number in range(10)))
    assert done == list(range(10))


async def test_chats_do_not_wait_for_one_another() -> None:
    turns = Turns()
    async with turns.of(TENANT, 7):
        await asyncio.wait_for(turns.of(TENANT, 8).acquire(), 1)
        await asyncio.wait_for(turns.of(new_id(), 7).acquire(), 1)


async def test_nothing_is_kept_of_a_chat_that_nobody_asks_about() -> None:
    turns = Turns()
    async with turns.of(TENANT, 7):
        pass
    gc.collect()
    assert len(turns) == 0
