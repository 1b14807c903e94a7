"""Search's notes of attempts: it has no database, and so a small file beside its index."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from shared.errors import Unavailable

Result = TypeVar("Result")

KEPT_DAYS = 7
_TABLE = """
    CREATE TABLE IF NOT EXISTS attempts (
        event TEXT, token BLOB, day REAL DEFAULT (julianday('now')), PRIMARY KEY (event, token)
    )
"""


class SqliteAttempts:
    """In a directory that this process alone has; what is older than a week goes when it is opened.

    The thread has the file: a note that is begun outlives the process, if not the machine.
    """

    def __init__(self, directory: Path) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="attempts")
        self._notes = sqlite3.connect(directory / "attempts.db", isolation_level=None, check_same_thread=False)
        self._notes.execute("PRAGMA journal_mode = WAL")
        self._notes.execute("PRAGMA synchronous = NORMAL")
        self._notes.execute(_TABLE)
        self._notes.execute("DELETE FROM attempts WHERE day < julianday('now') - ?", (KEPT_DAYS,))

    async def unfinished(self, key: str) -> int:
        def look() -> int:
            (counted,) = self._notes.execute("SELECT count(*) FROM attempts WHERE event = ?", (key,)).fetchone()
            return int(counted)

        return await self._do(look)

    async def begin(self, key: str, token: UUID) -> None:
        await self._write("INSERT OR IGNORE INTO attempts (event, token) VALUES (?, ?)", key, token.bytes)

    async def end(self, key: str, token: UUID) -> None:
        await self._write("DELETE FROM attempts WHERE event = ? AND token = ?", key, token.bytes)

    async def forget(self, key: str) -> None:
        await self._write("DELETE FROM attempts WHERE event = ?", key)

    async def close(self) -> None:
        await self._do(self._notes.close)
        self._thread.shutdown(wait=False)

    async def _write(self, statement: str, *values: str | bytes) -> None:
        def write() -> None:
            self._notes.execute(statement, values)

        await self._do(write)

    async def _do(self, work: Callable[[], Result]) -> Result:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except sqlite3.Error as error:
            raise Unavailable(f"the notes of attempts do not open: {error!r}") from error
