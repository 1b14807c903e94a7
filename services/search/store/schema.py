"""A tenant's file: its tables, its two full-text indexes, and how it is opened."""

import sqlite3
from pathlib import Path

# Another number makes every index anew.
FORMAT = 2

BUSY_SECONDS = 2.0
READER_CACHE_KIB = 4_096

# A ticket without a subject is gone. A message stands with the ticket that has it; `origin` is where it was written.
# The full-text indexes hold no text of their own; both keep upper and lower case apart, since what they are given is
# folded already. Marks belong to the words whose vowels they are.
DDL = """
CREATE TABLE tickets (
    row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, sequence INTEGER NOT NULL, subject TEXT,
    merged_into BLOB
);
CREATE INDEX merged ON tickets (merged_into) WHERE merged_into IS NOT NULL;
CREATE TABLE messages (
    row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, ticket BLOB NOT NULL, sequence INTEGER NOT NULL,
    internal INTEGER NOT NULL, text TEXT NOT NULL, origin BLOB NOT NULL
);
CREATE INDEX messages_of ON messages (ticket);
CREATE INDEX messages_from ON messages (origin);
CREATE VIRTUAL TABLE subjects USING fts5 (
    subject, content='tickets', content_rowid='row', tokenize='trigram case_sensitive 1'
);
CREATE VIRTUAL TABLE words USING fts5 (
    text, content='messages', content_rowid='row',
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
);
"""


def create(path: Path) -> sqlite3.Connection:
    """A new, empty file, open for writing. Raises sqlite3.Error, also where this SQLite has no trigrams."""
    connection = open_for_writing(path)
    connection.executescript(DDL)
    return connection


def open_for_writing(path: Path) -> sqlite3.Connection:
    """What is committed survives the loss of power; readers go on reading meanwhile."""
    connection = _open(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Raises sqlite3.OperationalError where there is no such file."""
    connection = _open(path, mode="rw")
    connection.execute("PRAGMA query_only = ON")
    connection.execute(f"PRAGMA cache_size = -{READER_CACHE_KIB}")
    return connection


def _open(path: Path, *, mode: str = "rwc") -> sqlite3.Connection:
    """Transactions begin and end where they are told to; one thread at a time has the connection."""
    where = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(where, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
