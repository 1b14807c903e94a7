"""Writing entries into a tenant's file: each knows by its sequence whether it is news."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from services.search.domain.entry import Entry, Said
from services.search.domain.places import first_place, last_place
from services.search.domain.text import folded


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
    gone = source.execute("SELECT row, id, sequence FROM tickets WHERE subject IS NULL")
    target.execute("BEGIN IMMEDIATE")
    target.executemany("INSERT INTO tickets (row, id, sequence) VALUES (?, ?, ?)", gone)
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
        _put_messages(connection, entry, opening)
    _put_messages(connection, entry, entry.messages)


def _known(connection: sqlite3.Connection, ticket_id: UUID) -> _Known | None:
    found = connection.execute("SELECT row, sequence, subject FROM tickets WHERE id = ?", (ticket_id.bytes,)).fetchone()
    return None if found is None else _Known(*found)


def _set_subject(connection: sqlite3.Connection, entry: Entry, *, known: _Known | None) -> None:
    subject = folded(entry.subject)
    if known is None:
        row = _free_row(connection, "tickets", entry.ticket_id)
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
        _remove_message(connection, row, text)
    if known is None:
        row = _free_row(connection, "tickets", entry.ticket_id)
        gone = (row, entry.ticket_id.bytes, entry.sequence)
        connection.execute("INSERT INTO tickets (row, id, sequence) VALUES (?, ?, ?)", gone)
        return
    _unindex_subject(connection, known)
    connection.execute("UPDATE tickets SET sequence = ?, subject = NULL WHERE row = ?", (entry.sequence, known.row))


def _put_messages(connection: sqlite3.Connection, entry: Entry, messages: Iterable[Said]) -> None:
    for said in messages:
        text = folded(said.text)
        known = connection.execute(
            "SELECT row, sequence, text, internal FROM messages WHERE id = ?", (said.id.bytes,)
        ).fetchone()
        if known is not None:
            row, sequence, was, internal = known
            if sequence >= entry.sequence or (was, bool(internal)) == (text, said.internal):
                continue
            _remove_message(connection, row, was)
        row = _free_row(connection, "messages", entry.ticket_id)
        connection.execute(
            "INSERT INTO messages (row, id, ticket, sequence, internal, text) VALUES (?, ?, ?, ?, ?, ?)",
            (row, said.id.bytes, entry.ticket_id.bytes, entry.sequence, said.internal, text),
        )
        connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (row, text))


def _free_row(connection: sqlite3.Connection, table: str, ticket_id: UUID) -> int:
    """The place after those that are taken in the ticket's millisecond."""
    first = first_place(ticket_id)
    (last,) = connection.execute(
        f"SELECT max(row) FROM {table} WHERE row BETWEEN ? AND ?", (first, last_place(ticket_id))
    ).fetchone()
    return first if last is None else int(last) + 1


def _unindex_subject(connection: sqlite3.Connection, known: _Known) -> None:
    """An index without text of its own has to be told what to forget."""
    connection.execute(
        "INSERT INTO subjects (subjects, rowid, subject) VALUES ('delete', ?, ?)", (known.row, known.subject)
    )


def _remove_message(connection: sqlite3.Connection, row: int, text: str) -> None:
    connection.execute("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", (row, text))
    connection.execute("DELETE FROM messages WHERE row = ?", (row,))
