"""Promises of the local servers: transactions and confirmed messages, and both survive a crash and a restart."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import aio_pika
import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from deploy.local.engine import Engine
from deploy.local.mongo import MongoServer
from deploy.local.servers import own_mongo, own_rabbit, start_all
from tests.support.eventually import eventually

QUORUM = {"x-queue-type": "quorum"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engines")


@pytest.fixture(scope="module")
def engines(data: Path) -> Iterator[tuple[Engine, Engine]]:
    mongo, rabbit = own_mongo(data=data, logs=data / "logs"), own_rabbit(data=data, logs=data / "logs")
    start_all([mongo, rabbit])
    yield mongo, rabbit
    mongo.stop()
    rabbit.stop()


async def test_mongodb_keeps_transactions_through_a_crash_and_a_move_to_another_port(
    engines: tuple[Engine, Engine], data: Path
) -> None:
    mongo, _ = engines
    async with await AsyncIOMotorClient(mongo.url).start_session() as session:
        async with session.start_transaction():
            await session.client.local_test.tickets.insert_one({"_id": 1}, session=session)
            await session.client.local_test.outbox.insert_one({"_id": 1}, session=session)
        session.client.close()

    await asyncio.to_thread(mongo.kill)
    assert not mongo.process.alive
    await asyncio.to_thread(mongo.start)
    await _transaction_stands(mongo.url)

    await asyncio.to_thread(mongo.stop)
    moved = MongoServer(data=data / "mongo", log=data / "logs" / "moved.log")
    assert moved.port != mongo.port
    await asyncio.to_thread(moved.start)
    await _transaction_stands(moved.url)
    await asyncio.to_thread(moved.stop)
    assert moved.process.exit_code == 0
    await asyncio.to_thread(mongo.start)


async def _transaction_stands(url: str) -> None:
    client = AsyncIOMotorClient(url)
    assert await client.local_test.tickets.count_documents({}) == 1
    assert await client.local_test.outbox.count_documents({}) == 1
    client.close()


async def test_rabbitmq_keeps_confirmed_messages_through_a_crash_and_a_restart(engines: tuple[Engine, Engine]) -> None:
    _, rabbit = engines
    async with await aio_pika.connect(rabbit.url) as connection:
        channel = await connection.channel()
        await channel.declare_queue("kept", durable=True, arguments=QUORUM)
        message = aio_pika.Message(b"hello", delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
        await channel.default_exchange.publish(message, routing_key="kept", mandatory=True, timeout=5)

    # The clean restart comes first: a broker killed within seconds of a quorum queue's declaration forgets the queue's
    # files (its directory of them is written late), and no restart brings such a queue back.
    await asyncio.to_thread(rabbit.restart)
    await asyncio.to_thread(rabbit.kill)
    assert not rabbit.process.alive
    await asyncio.to_thread(rabbit.start)

    async with await aio_pika.connect(rabbit.url) as connection:
        queue = await (await connection.channel()).declare_queue("kept", durable=True, arguments=QUORUM)
        kept = await eventually(lambda: queue.get(fail=False, no_ack=True), what="the message is still there")
    assert kept.body == b"hello"


async def test_a_paused_server_is_silent_until_it_resumes(engines: tuple[Engine, Engine]) -> None:
    for engine in engines:
        engine.pause()
        assert not await asyncio.to_thread(engine.ready)
        engine.resume()
        await eventually(lambda engine=engine: asyncio.to_thread(engine.ready))  # type: ignore[misc]
