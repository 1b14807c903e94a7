"""How the index is kept: over restarts, while it is made anew, and by one process at a time."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from services.search.store.index import SqliteIndex
from services.search.store.schema import FORMAT
from shared.errors import Unavailable
from shared.ids import new_id
from tests.integration.search.builders import TENANT, entry, found, opened, said
from tests.support.eventually import eventually


def files(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.glob("format-*/*") if path.suffix in {".db", ".part"})


def open_databases() -> set[str]:
    return {path.resolve().name for path in Path("/proc/self/fd").iterdir() if path.resolve().suffix == ".db"}


async def test_what_was_stored_is_there_after_a_restart(tmp_path: Path) -> None:
    one = entry("kept", opening="words")
    async with opened(tmp_path) as index:
        await index.put(one)
    async with opened(tmp_path) as index:
        assert index.complete
        assert await found(index, "kept") == await found(index, "words", messages=True) == [one.ticket_id]


async def test_an_index_that_is_not_whole_says_so_until_it_is(tmp_path: Path) -> None:
    index = SqliteIndex(tmp_path)
    await index.put(entry("early"))
    assert not index.complete
    with pytest.raises(Unavailable):
        await found(index, "early")
    async with index.anew(TENANT) as fresh:
        await fresh.add([entry("from tickets")])
    assert len(await found(index, "from tickets")) == 1
    await index.close()


async def test_an_index_of_another_format_is_thrown_away(tmp_path: Path) -> None:
    old = tmp_path / "format-0"
    old.mkdir()
    (old / "complete").touch()
    index = SqliteIndex(tmp_path)
    assert not index.complete
    assert not old.exists()
    await index.close()


async def test_what_is_made_anew_equals_what_events_made(tmp_path: Path) -> None:
    message, moved = said("a reply"), new_id()
    kept = entry("kept", opening="words", said=(message,))
    stale, fresh_state = entry("stale", ticket_id=moved), entry("moved on", ticket_id=moved, sequence=5)
    dead = entry("dead")
    async with opened(tmp_path) as index:
        for each in (kept, stale, entry("a ghost that tickets does not hold"), dead):
            await index.put(each)
        await index.put(entry(ticket_id=dead.ticket_id, sequence=2, gone=True))
        async with index.anew(TENANT) as fresh:
            assert await found(index, "ghost") != []
            await index.put(fresh_state)
            during = entry("while it was made")
            await index.put(during)
            doomed = entry("doomed")
            await index.put(entry(ticket_id=doomed.ticket_id, sequence=2, gone=True))
            await fresh.add([kept, stale, doomed])
        assert files(tmp_path) == [f"{TENANT.hex}.2.db"]
        await index.put(dead)
        assert await found(index, "kept") == await found(index, "reply", messages=True) == [kept.ticket_id]
        assert await found(index, "moved on") == [moved]
        assert await found(index, "while it was made") == [during.ticket_id]
        for text in ("ghost", "stale", "dead", "doomed"):
            assert await found(index, text) == [], text


async def break_off(index: SqliteIndex) -> None:
    async with index.anew(TENANT) as fresh:
        await fresh.add([entry("half")])
        raise RuntimeError("cut short")


async def test_a_rebuild_that_breaks_off_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    one = entry("kept")
    async with opened(tmp_path) as index:
        await index.put(one)
        with pytest.raises(RuntimeError, match="cut short"):
            await break_off(index)
        assert files(tmp_path) == [f"{TENANT.hex}.1.db"]
        assert await found(index, "kept") == [one.ticket_id]
        assert await found(index, "half") == []


async def test_a_damaged_file_harms_no_other_tenant_and_a_rebuild_mends_it(tmp_path: Path) -> None:
    mine, theirs = entry("order"), entry("order", tenant_id=new_id())
    async with opened(tmp_path) as index:
        for each in (mine, theirs):
            await index.put(each)
    (tmp_path / f"format-{FORMAT}" / f"{TENANT.hex}.1.db").write_bytes(b"no database" * 1_000)
    async with opened(tmp_path) as index:
        news = [entry("news"), entry("news", tenant_id=theirs.tenant_id)]
        failed, stored = await asyncio.gather(*map(index.put, news), return_exceptions=True)
        assert isinstance(failed, Unavailable)
        assert stored is None
        with pytest.raises(Unavailable):
            await found(index, "order")
        assert await found(index, "order", tenant_id=theirs.tenant_id) == [theirs.ticket_id]
        async with index.anew(TENANT) as fresh:
            await fresh.add([mine])
        await index.put(news[0])
        assert await found(index, "order") == [mine.ticket_id]
        assert await found(index, "news") == [news[0].ticket_id]


async def test_nothing_is_kept_or_taken_of_a_tenant_that_is_gone(tmp_path: Path) -> None:
    one = entry("secret", opening="secret")
    async with opened(tmp_path) as index:
        await index.put(one)
        assert await found(index, "secret") == [one.ticket_id]
        await index.forget_tenant(TENANT)
        await index.put(one)
        assert await found(index, "secret", messages=True) == []
        assert files(tmp_path) == []
        assert index.tenants() == set()


async def test_many_tenants_need_no_file_open_for_each(tmp_path: Path) -> None:
    entries = [entry("order", tenant_id=new_id()) for _ in range(200)]
    async with opened(tmp_path) as index:
        for each in entries:
            await index.put(each)
        for each in entries + entries[:10]:
            assert await found(index, "order", tenant_id=each.tenant_id) == [each.ticket_id]
        assert len(open_databases()) <= 128


async def test_a_second_process_stands_by_until_the_first_leaves(tmp_path: Path) -> None:
    one = entry("handed over")
    async with opened(tmp_path) as first:
        await first.put(one)
        opening = asyncio.create_task(asyncio.to_thread(SqliteIndex, tmp_path))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(opening), 0.3)
    second = await asyncio.wait_for(opening, 10)
    assert await found(second, "handed over") == [one.ticket_id]
    await second.close()


async def test_reading_goes_on_while_something_is_written(tmp_path: Path) -> None:
    one = entry("order")
    async with opened(tmp_path) as index:
        await index.put(one)
        writer = sqlite3.connect(tmp_path / f"format-{FORMAT}" / f"{TENANT.hex}.1.db", isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        try:
            waiting = asyncio.create_task(index.put(entry("order")))
            assert await asyncio.wait_for(found(index, "order"), 1.0) == [one.ticket_id]
            assert not waiting.done()
        finally:
            writer.execute("ROLLBACK")
            writer.close()
        await waiting

        async def both() -> bool:
            return len(await found(index, "order")) == 2

        await eventually(both, what="what waited is stored")
