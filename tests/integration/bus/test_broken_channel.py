"""A channel that breaks under events in flight costs none of them: what was not confirmed is sent again."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aio_pika
import pytest

from shared.bus.outbox import OUTBOX_INDEX, Outbox, entries
from shared.bus.publisher import Publisher
from shared.bus.sweeper import Sweeper
from shared.bus.topology import Names
from shared.events.tenant import TenantChanged, TenantData
from shared.ids import new_id
from shared.mongo import connect
from tests.support.eventually import eventually
from tests.support.servers import BackingServers

UNKNOWN_TAG = 99
COLLECTION = "rows"


@asynccontextmanager
async def connected(servers: BackingServers, names: Names) -> AsyncIterator[Publisher]:
    """A publisher that keeps its connection."""
    publisher = Publisher(url=servers.rabbit.url, names=names)
    keeping = asyncio.create_task(publisher.run())
    try:
        await eventually(lambda: publisher.connected, within=20.0, what="the broker is reached")
        yield publisher
    finally:
        await publisher.close()
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping


async def break_channel(publisher: Publisher) -> None:
    """The broker closes a channel that acknowledges what it never delivered."""
    assert publisher._wire is not None
    await publisher._wire.basic_ack(UNKNOWN_TAG, wait=False)


def event() -> TenantChanged:
    tenant_id = new_id()
    return TenantChanged(subject=str(tenant_id), tenantid=tenant_id, data=TenantData(id=tenant_id, name="Acme"))


@pytest.mark.parametrize("instant", range(1, 13))
async def test_a_publisher_that_closes_while_it_connects_anew_just_ends(servers: BackingServers, instant: int) -> None:
    """However far it has come: at this millisecond after it lost its channel."""
    async with connected(servers, Names(f"t{secrets.token_hex(5)}")) as publisher:
        await break_channel(publisher)
        await eventually(lambda: not publisher.connected, every=0.001, what="the loss is noticed")
        await asyncio.sleep(instant / 1000)


async def test_what_a_broken_channel_left_unconfirmed_is_sent_by_the_sweeper(servers: BackingServers) -> None:
    names = Names(f"t{secrets.token_hex(5)}")
    database = connect(servers.mongo.url, database=f"{names.namespace}_bus")
    await database[COLLECTION].create_indexes([OUTBOX_INDEX])
    written = {new_id(): entries([event()]) for _ in range(300)}
    await database[COLLECTION].insert_many([{"_id": key, "outbox": outbox} for key, outbox in written.items()])
    async with connected(servers, names) as publisher, await aio_pika.connect(servers.rabbit.url) as reader:
        outbox = Outbox(database, publisher=publisher, collections=[COLLECTION])
        sweeper = Sweeper(database, outbox=outbox, publisher=publisher)
        await break_channel(publisher)
        for key, entry in written.items():
            outbox.announce(COLLECTION, key, entry)
        loops = [asyncio.create_task(outbox.run()), asyncio.create_task(sweeper.run())]
        try:
            await eventually(lambda: _nothing_waits(outbox), within=25.0, what="every event leaves the outbox")
        finally:
            for loop in loops:
                loop.cancel()
        queue = await (await reader.channel()).declare_queue(names.queue("notifications"), passive=True)
        assert queue.declaration_result.message_count is not None
        assert queue.declaration_result.message_count >= len(written)


async def _nothing_waits(outbox: Outbox) -> bool:
    waiting = await outbox.collections[COLLECTION].count_documents({"outbox.at": {"$exists": True}})
    assert waiting == 0, f"{waiting} events wait"
    return True
