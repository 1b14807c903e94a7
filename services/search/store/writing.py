"""Writing entries into a tenant's file: each knows by its sequence whether it is news."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from services.search.domain.entry import Entry, Said
from services.search.domain.text import folded
from services.search.store.merging import note_merge
from services.search.store.messages import free_row, put_messages, remove_message


@dataclass(frozen=True, slots=True)
class _Known:
    row: int
    sequence: int
    subject: str | None


def write(connection: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """All of the entries in one transaction, or none. Raises sqlite3.Error."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for entry in entries:
            _apply(connection, entry)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def copy_tombstones(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Let the target know which tickets are gone, so that nothing that comes late brings them back."""
    gone = source.execute("SELECT row, id, sequence, merged_into FROM tickets WHERE subject IS NULL")
    target.execute("BEGIN IMMEDIATE")
    target.executemany("INSERT INTO tickets (row, id, sequence, merged_into) VALUES (?, ?, ?, ?)", gone)
    target.execute("COMMIT")


def _apply(connection: sqlite3.Connection, entry: Entry) -> None:
    known = _known(connection, entry.ticket_id)
    if known is not None and known.subject is None:
        return
    if entry.gone:
        _bury(connection, entry, known=known)
        return
    if known is None or entry.sequence > known.sequence:
        _set_subject(connection, entry, known=known)
        opening = [] if entry.opening is None else [Said(entry.ticket_id, entry.opening, internal=False)]
        put_messages(connection, entry, opening)
        note_merge(connection, entry.ticket_id, into=entry.merged_into)
    put_messages(connection, entry, entry.messages)


def _known(connection: sqlite3.Connection, ticket_id: UUID) -> _Known | None:
    found = connection.execute("SELECT row, sequence, subject FROM tickets WHERE id = ?", (ticket_id.bytes,)).fetchone()
    return None if found is None else _Known(*found)


def _set_subject(connection: sqlite3.Connection, entry: Entry, *, known: _Known | None) -> None:
    subject = folded(entry.subject)
    if known is None:
        row = free_row(connection, "tickets", entry.ticket_id)
        connection.execute(
            "INSERT INTO tickets (row, id, sequence, subject) VALUES (?, ?, ?, ?)",
            (row, entry.ticket_id.bytes, entry.sequence, subject),
        )
        connection.execute("INSERT INTO subjects (rowid, subject) VALUES (?, ?)", (row, subject))
        return
    connection.execute(
        "UPDATE tickets SET sequence = ?, subject = ? WHERE row = ?", (entry.sequence, subject, known.row)
    )
    if subject != known.subject:
        _unindex_subject(connection, known)
        connection.execute("INSERT INTO subjects (rowid, subject) VALUES (?, ?)", (known.row, subject))


def _bury(connection: sqlite3.Connection, entry: Entry, *, known: _Known | None) -> None:
    for row, text in connection.execute(
        "SELECT row, text FROM messages WHERE ticket = ?", (entry.ticket_id.bytes,)
    ).fetchall():
        remove_message(connection, row, text)
    if known is None:
        row = free_row(connection, "tickets", entry.ticket_id)
        gone = (row, entry.ticket_id.bytes, entry.sequence)
        connection.execute("INSERT INTO tickets (row, id, sequence) VALUES (?, ?, ?)", gone)
        return
    _unindex_subject(connection, known)
    connection.execute("UPDATE tickets SET sequence = ?, subject = NULL WHERE row = ?", (entry.sequence, known.row))


def _unindex_subject(connection: sqlite3.Connection, known: _Known) -> None:
    """An index without text of its own has to be told what to forget."""
    connection.execute(
        "INSERT INTO subjects (subjects, rowid, subject) VALUES ('delete', ?, ?)", (known.row, known.subject)
    )
