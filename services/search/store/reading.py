"""Looking for a text in a tenant's file."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from time import monotonic
from uuid import UUID

from services.search.domain.places import last_place, newest
from services.search.domain.query import NEWEST, Query
from services.search.domain.text import pieces
from services.search.store.schema import open_for_reading

HIGHEST_ROW = 2**63 - 1
MOST_IDLE = 4
PATIENCE_SECONDS = 3.0
LOOK_EVERY_STEPS = 50_000

_OLDEST_OF_NEWEST = "SELECT row FROM tickets WHERE subject IS NOT NULL ORDER BY row DESC LIMIT 1 OFFSET ?"
_SUBJECTS = """
    SELECT tickets.row, tickets.id FROM subjects JOIN tickets ON tickets.row = subjects.rowid
    WHERE subjects MATCH ? AND subjects.rowid BETWEEN ? AND ? ORDER BY subjects.rowid DESC
"""
# `instr` finds nothing in what is gone.
_SHORT_IN_SUBJECTS = "SELECT row, id FROM tickets WHERE instr(subject, ?) AND row BETWEEN ? AND ? ORDER BY row DESC"
_WORDS = """
    SELECT messages.row, messages.ticket FROM words JOIN messages ON messages.row = words.rowid
    WHERE words MATCH ? AND words.rowid BETWEEN ? AND ? AND messages.internal <= ? ORDER BY words.rowid DESC
"""


class Readers:
    """Connections for reading one file, each lent to one search at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._retired = False
        self._lock = Lock()

    @contextmanager
    def lend(self) -> Iterator[sqlite3.Connection]:
        """Raises sqlite3.Error where the file cannot be opened."""
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        connection = connection or open_for_reading(self.path)
        try:
            yield connection
        finally:
            with self._lock:
                keep = not self._retired and len(self._idle) < MOST_IDLE
                if keep:
                    self._idle.append(connection)
            if not keep:
                connection.close()

    def retire(self) -> None:
        """Close what is idle now, and what is lent when it comes back."""
        with self._lock:
            self._retired = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()


def search(connection: sqlite3.Connection, query: Query) -> list[UUID]:
    """Ids of the tickets that have the text, newest first. Raises sqlite3.Error, also after 3 seconds."""
    until = monotonic() + PATIENCE_SECONDS
    connection.set_progress_handler(lambda: monotonic() > until, LOOK_EVERY_STEPS)
    highest = HIGHEST_ROW if query.after is None else last_place(query.after)
    lowest = _lowest(connection) if query.short else 0
    found = set(_in_subjects(connection, query, rows=(lowest, highest)))
    if query.messages:
        found.update(_in_messages(connection, query, rows=(lowest, highest)))
    return sorted(found, reverse=True)[: query.limit]


def _lowest(connection: sqlite3.Connection) -> int:
    """The row from which on a short text is looked for."""
    oldest = connection.execute(_OLDEST_OF_NEWEST, (NEWEST - 1,)).fetchone()
    return int(oldest[0]) if oldest else 0


def _in_subjects(connection: sqlite3.Connection, query: Query, *, rows: tuple[int, int]) -> list[UUID]:
    statement, text = (_SHORT_IN_SUBJECTS, query.text) if query.short else (_SUBJECTS, _quoted(query.text))
    return newest(connection.execute(statement, (text, *rows)), after=query.after, limit=query.limit)


def _in_messages(connection: sqlite3.Connection, query: Query, *, rows: tuple[int, int]) -> list[UUID]:
    """Tickets that have a message with every word of the text in it."""
    words = " ".join(_quoted(piece) for piece in pieces(query.text))
    if not words:
        return []
    found = connection.execute(_WORDS, (words, *rows, query.notes))
    return newest(found, after=query.after, limit=query.limit)


def _quoted(text: str) -> str:
    """A string of the engine's own language, in which nothing has a meaning but the quote."""
    return '"' + text.replace('"', '""') + '"'
