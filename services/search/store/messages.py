"""A tenant's messages in its file: each stands in the place of the ticket that has it."""

import sqlite3
from collections.abc import Iterable
from uuid import UUID

from services.search.domain.entry import Entry, Said
from services.search.domain.places import first_place, last_place
from services.search.domain.text import folded

MOST_MERGES = 1_000


def put_messages(connection: sqlite3.Connection, entry: Entry, messages: Iterable[Said]) -> None:
    """Store what is news of them, with the ticket that has them."""
    for said in messages:
        text = folded(said.text)
        known = connection.execute(
            "SELECT row, sequence, text, internal, origin FROM messages WHERE id = ?", (said.id.bytes,)
        ).fetchone()
        origin = said.origin or entry.ticket_id
        if known is not None:
            row, sequence, was, internal, written_in = known
            if sequence >= entry.sequence or (was, bool(internal)) == (text, said.internal):
                continue
            origin = UUID(bytes=written_in)
            remove_message(connection, row, was)
        # What was read together with its ticket is there already; an event may be older than a merge.
        ticket_id = entry.ticket_id if said.origin else holder(connection, origin)
        if not _gone(connection, ticket_id):
            insert_message(connection, Said(said.id, text, said.internal, origin), ticket_id, sequence=entry.sequence)


def insert_message(connection: sqlite3.Connection, said: Said, ticket_id: UUID, *, sequence: int) -> None:
    """A message of known origin, its text folded, at a free place of the ticket."""
    assert said.origin is not None
    row = free_row(connection, "messages", ticket_id)
    connection.execute(
        "INSERT INTO messages (row, id, ticket, sequence, internal, text, origin) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (row, said.id.bytes, ticket_id.bytes, sequence, said.internal, said.text, said.origin.bytes),
    )
    connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (row, said.text))


def remove_message(connection: sqlite3.Connection, row: int, text: str) -> None:
    connection.execute("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", (row, text))
    connection.execute("DELETE FROM messages WHERE row = ?", (row,))


def free_row(connection: sqlite3.Connection, table: str, ticket_id: UUID) -> int:
    """The place after those that are taken in the ticket's millisecond."""
    first = first_place(ticket_id)
    (last,) = connection.execute(
        f"SELECT max(row) FROM {table} WHERE row BETWEEN ? AND ?", (first, last_place(ticket_id))
    ).fetchone()
    return first if last is None else int(last) + 1


def holder(connection: sqlite3.Connection, ticket_id: UUID) -> UUID:
    """The ticket that has what was written in this one; what comes out of order may look like a circle for a while."""
    for _ in range(MOST_MERGES):
        found = connection.execute("SELECT merged_into FROM tickets WHERE id = ?", (ticket_id.bytes,)).fetchone()
        if found is None or found[0] is None:
            break
        ticket_id = UUID(bytes=found[0])
    return ticket_id


def _gone(connection: sqlite3.Connection, ticket_id: UUID) -> bool:
    found = connection.execute("SELECT subject FROM tickets WHERE id = ?", (ticket_id.bytes,)).fetchone()
    return found is not None and found[0] is None
