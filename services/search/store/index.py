"""The index behind its port: one thread writes, a few read, and the event loop waits for neither."""

import asyncio
import sqlite3
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from uuid import UUID

from services.search.domain.entry import Entry
from services.search.domain.query import Query
from services.search.store.books import Books
from services.search.store.reading import Readers, search
from services.search.store.shelf import Shelf
from shared.errors import Unavailable
from shared.mongo import Batches

READING_THREADS = 4
MOST_OPEN = 64
ATTEMPTS = 2
# Each batch is a commit: under load a text is found so much later, and costs less.
GATHER_SECONDS = 0.1
# A consumer holds few events more than these.
ENOUGH = 40


class SqliteIndex:
    """A file of SQLite's full-text engine for each tenant, in a directory that this process alone has."""

    def __init__(self, directory: Path) -> None:
        """Returns once no other process has the directory."""
        self._shelf = Shelf(directory)
        self._books = Books(self._shelf)
        self._pen = ThreadPoolExecutor(1, thread_name_prefix="index-writer")
        self._eyes = ThreadPoolExecutor(READING_THREADS, thread_name_prefix="index-reader")
        self._readers: OrderedDict[UUID, Readers] = OrderedDict()
        self._puts: Batches[Entry, None] = Batches(self._put_together, at_once=1, rest=GATHER_SECONDS, enough=ENOUGH)
        self._made_anew: set[UUID] = set()

    @property
    def complete(self) -> bool:
        return self._shelf.complete

    def tenants(self) -> set[UUID]:
        return self._shelf.tenants()

    async def put(self, entry: Entry) -> None:
        await self._puts(entry)

    async def search(self, query: Query) -> list[UUID]:
        if not self._shelf.complete and query.tenant_id not in self._made_anew:
            raise Unavailable("The index is being made; try again.")
        failure: Exception | None = None
        for _ in range(ATTEMPTS):
            readers = self._readers_of(query.tenant_id)
            if readers is None:
                return []
            try:
                return await asyncio.get_running_loop().run_in_executor(self._eyes, _look, readers, query)
            except sqlite3.Error as error:
                # A rebuild may just have put another file in this one's place.
                failure = error
        raise Unavailable(f"The index did not answer: {failure!r}")

    @asynccontextmanager
    async def anew(self, tenant_id: UUID) -> AsyncIterator["FreshIndex"]:
        await self._write(partial(self._books.begin, tenant_id))
        try:
            yield FreshIndex(lambda entries: self._write(partial(self._books.add, tenant_id, entries)))
            await self._write(partial(self._books.finish, tenant_id))
        except BaseException:
            await self._write(partial(self._books.abandon, tenant_id))
            raise
        self._retire(tenant_id)
        self._made_anew.add(tenant_id)

    async def declare_complete(self) -> None:
        await self._write(self._shelf.declare_complete)

    async def forget_tenant(self, tenant_id: UUID) -> None:
        await self._write(partial(self._books.forget, tenant_id))
        self._retire(tenant_id)

    async def close(self) -> None:
        """Write what is in hand, close every file, and leave the directory to the next process."""
        await self._write(self._books.close)
        for tenant_id in list(self._readers):
            self._retire(tenant_id)
        self._pen.shutdown(wait=False)
        self._eyes.shutdown(wait=False)

    async def _put_together(self, entries: Sequence[Entry]) -> list[None | Exception]:
        return await asyncio.get_running_loop().run_in_executor(self._pen, self._books.put, entries)

    async def _write(self, work: Callable[[], None]) -> None:
        try:
            await asyncio.get_running_loop().run_in_executor(self._pen, work)
        except (sqlite3.Error, OSError) as error:
            raise Unavailable(f"the index cannot be written: {error!r}") from error

    def _readers_of(self, tenant_id: UUID) -> Readers | None:
        path = self._shelf.current(tenant_id)
        known = self._readers.get(tenant_id)
        if known is not None and known.path == path:
            self._readers.move_to_end(tenant_id)
            return known
        self._retire(tenant_id)
        if path is None:
            return None
        self._readers[tenant_id] = Readers(path)
        if len(self._readers) > MOST_OPEN:
            self._retire(next(iter(self._readers)))
        return self._readers[tenant_id]

    def _retire(self, tenant_id: UUID) -> None:
        if readers := self._readers.pop(tenant_id, None):
            readers.retire()


class FreshIndex:
    """A tenant's index while it is made anew."""

    def __init__(self, add: Callable[[Sequence[Entry]], Awaitable[None]]) -> None:
        self._add = add

    async def add(self, entries: Sequence[Entry]) -> None:
        await self._add(entries)


def _look(readers: Readers, query: Query) -> list[UUID]:
    with readers.lend() as connection:
        return search(connection, query)
