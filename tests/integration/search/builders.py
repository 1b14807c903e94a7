"""Entries and queries for tests of the index itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

from services.search.domain.entry import Entry, Said
from services.search.domain.query import Query
from services.search.domain.text import folded
from services.search.store.index import SqliteIndex
from shared.ids import new_id

TENANT = new_id()


@asynccontextmanager
async def opened(directory: Path) -> AsyncIterator[SqliteIndex]:
    """An index that is whole."""
    index = SqliteIndex(directory)
    try:
        await index.declare_complete()
        yield index
    finally:
        await index.close()


def entry(
    subject: str = "",
    *,
    ticket_id: UUID | None = None,
    sequence: int = 1,
    tenant_id: UUID = TENANT,
    opening: str | None = None,
    said: tuple[Said, ...] = (),
    gone: bool = False,
) -> Entry:
    return Entry(tenant_id, ticket_id or new_id(), sequence, subject, opening, said, gone)


def said(text: str, *, internal: bool = False) -> Said:
    return Said(new_id(), text, internal)


async def found(
    index: SqliteIndex,
    text: str,
    *,
    tenant_id: UUID = TENANT,
    messages: bool = False,
    notes: bool = True,
    after: UUID | None = None,
    limit: int = 100,
) -> list[UUID]:
    """What an agent's search for the text in subjects finds, unless told otherwise."""
    query = Query(tenant_id, folded(text), messages=messages, notes=notes, after=after, limit=limit)
    return await index.search(query)
