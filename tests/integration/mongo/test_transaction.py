"""A transaction whose database goes away in its middle: its caller is told so soon, and nothing is half stored."""

import asyncio
import secrets
from collections.abc import Callable

import pytest
from motor.motor_asyncio import AsyncIOMotorClientSession

from shared.errors import Unavailable
from shared.mongo import connect, reachable, transaction
from tests.support.eventually import eventually
from tests.support.servers import BackingServers, Server

SOON_SECONDS = 6.0


@pytest.mark.parametrize(
    ("hurt", "mend"), [(lambda s: s.pause(), lambda s: s.resume()), (lambda s: s.kill(), lambda s: s.start())]
)
async def test_a_database_that_goes_away_in_the_middle_is_unavailable_within_seconds(
    servers: BackingServers, hurt: Callable[[Server], None], mend: Callable[[Server], None]
) -> None:
    database = connect(servers.mongo.url, database=f"t{secrets.token_hex(5)}")
    rows = database["rows"]
    await rows.insert_one({"_id": 0})

    async def both(session: AsyncIOMotorClientSession) -> None:
        await rows.insert_one({"_id": 1}, session=session)
        if not gone:
            gone.append(True)
            await asyncio.to_thread(hurt, servers.mongo)
        await rows.insert_one({"_id": 2}, session=session)

    gone: list[bool] = []
    try:
        async with asyncio.timeout(SOON_SECONDS):
            with pytest.raises(Unavailable):
                async with reachable():
                    await transaction(database, both)
    finally:
        await asyncio.to_thread(mend, servers.mongo)
    await eventually(lambda: rows.count_documents({}), within=20.0, what="the database answers")
    assert await rows.count_documents({}) == 1


async def test_a_transaction_that_others_disturb_is_done_again(servers: BackingServers) -> None:
    database = connect(servers.mongo.url, database=f"t{secrets.token_hex(5)}")
    rows = database["rows"]
    await rows.insert_one({"_id": 0, "count": 0})

    async def count(session: AsyncIOMotorClientSession) -> None:
        row = await rows.find_one({"_id": 0}, session=session)
        assert row is not None
        await rows.update_one({"_id": 0}, {"$set": {"count": row["count"] + 1}}, session=session)

    await asyncio.gather(*(transaction(database, count) for _ in range(10)))
    row = await rows.find_one({"_id": 0})
    assert row is not None
    assert row["count"] == 10
