"""Both places where attempts are noted, a database and search's file, keep the same promises."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.search.store.attempts import SqliteAttempts
from shared.bus.attempts import Attempts, MongoAttempts
from shared.ids import new_id
from shared.mongo import connect
from tests.support.servers import BackingServers


@pytest.fixture(params=["mongo", "sqlite"])
async def attempts(request: pytest.FixtureRequest, servers: BackingServers, tmp_path: Path) -> AsyncIterator[Attempts]:
    if request.param == "mongo":
        yield MongoAttempts(connect(servers.mongo.url, database=f"t{secrets.token_hex(5)}_bus"))
        return
    notes = SqliteAttempts(tmp_path)
    yield notes
    await notes.close()


async def test_attempts_that_do_not_end_are_counted_once_for_each_delivery(attempts: Attempts) -> None:
    first, second = new_id(), new_id()
    for token in (first, first, second):
        await attempts.begin("one", token)
    await attempts.begin("another", new_id())
    assert await attempts.unfinished("one") == 2
    await attempts.end("one", first)
    await attempts.end("one", first)
    assert await attempts.unfinished("one") == 1
    await attempts.forget("one")
    await attempts.end("one", second)
    assert [await attempts.unfinished(key) for key in ("one", "another", "unheard of")] == [0, 1, 0]


async def test_notes_in_a_file_outlive_their_process_and_are_let_go_after_a_week(tmp_path: Path) -> None:
    before = SqliteAttempts(tmp_path)
    await before.begin("young", new_id())
    await before.begin("old", new_id())
    await before._write("UPDATE attempts SET day = day - 8 WHERE event = ?", "old")
    after = SqliteAttempts(tmp_path)
    assert [await after.unfinished(key) for key in ("young", "old")] == [1, 0]
    for notes in (before, after):
        await notes.close()
