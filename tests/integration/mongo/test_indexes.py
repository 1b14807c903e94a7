"""Indexes at the start of a process: the ones it needs are made, and the ones of older versions go."""

import asyncio
import secrets
from contextlib import suppress

from pymongo import IndexModel

from shared.mongo import MongoHealth, connect
from tests.support.eventually import eventually
from tests.support.servers import BackingServers


async def test_indexes_are_made_and_retired_ones_go_however_many_start_at_once(servers: BackingServers) -> None:
    database = connect(servers.mongo.url, database=f"t{secrets.token_hex(5)}")
    await database["rows"].create_indexes([IndexModel("old", name="by_old"), IndexModel("kept", name="by_kept")])
    starting = [
        MongoHealth(
            database,
            indexes={"rows": [IndexModel("new", name="by_new")]},
            retired={"rows": ["by_old", "by_older"], "never_made": ["by_old"]},
        )
        for _ in range(3)
    ]
    running = [asyncio.create_task(health.run()) for health in starting]
    try:
        await eventually(lambda: all(health.ready for health in starting), what="all are ready")
    finally:
        for task in running:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
    assert set(await database["rows"].index_information()) == {"_id_", "by_kept", "by_new"}
    await database.client.drop_database(database.name)
