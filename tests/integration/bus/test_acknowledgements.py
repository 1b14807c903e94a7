"""Deliveries that are done in any order are acknowledged once each, and the channel lives on."""

import itertools

import aio_pika
import pytest
from aiormq.abc import AbstractChannel, DeliveredMessage

from shared.bus.acknowledgements import Acknowledgements
from tests.support.eventually import eventually
from tests.support.servers import BackingServers


@pytest.mark.parametrize("order", list(itertools.permutations((1, 2, 3))))
@pytest.mark.parametrize("together", [1, 2])
async def test_whatever_the_order_all_is_acknowledged(
    servers: BackingServers, order: tuple[int, ...], together: int
) -> None:
    async with await aio_pika.connect(servers.rabbit.url) as connection:
        channel = await (await connection.channel()).get_underlay_channel()
        queue = (await channel.queue_declare(exclusive=True)).queue
        assert queue
        await _take(channel, queue, count=len(order))
        acknowledgements = Acknowledgements(channel)
        for place, tag in enumerate(order, start=1):
            acknowledgements.done(tag)
            if place % together == 0:
                await acknowledgements.flush()
        await acknowledgements.flush()
        # What is not acknowledged comes back when it is asked for, and a channel that is closed answers nothing.
        await channel.basic_recover(requeue=True)
        assert (await channel.queue_declare(queue, passive=True)).message_count == 0
        assert not channel.is_closed


async def _take(channel: AbstractChannel, queue: str, *, count: int) -> None:
    """Publish and receive so many messages, none acknowledged; their tags count from 1."""
    taken: list[DeliveredMessage] = []

    async def take(message: DeliveredMessage) -> None:
        taken.append(message)

    tag = (await channel.basic_consume(queue, take)).consumer_tag
    for _ in range(count):
        await channel.basic_publish(b"", routing_key=queue)
    await eventually(lambda: len(taken) == count)
    await channel.basic_cancel(tag or "")
