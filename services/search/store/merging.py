"""Following merges: messages go to the place of the ticket that has them, and back."""

import sqlite3
from uuid import UUID

from services.search.domain.entry import Said
from services.search.store.messages import holder, insert_message, remove_message

# What was written in a ticket, or in one that was merged into it, however many merges lie between.
_WRITTEN = """
    WITH RECURSIVE merged (id) AS (
        VALUES (?) UNION SELECT tickets.id FROM tickets JOIN merged ON tickets.merged_into = merged.id
    )
    SELECT row, messages.id, ticket, sequence, internal, text, origin
    FROM messages JOIN merged ON messages.origin = merged.id
"""


def note_merge(connection: sqlite3.Connection, ticket_id: UUID, *, into: UUID | None) -> None:
    """The ticket goes on in another one, or (None) by itself; its messages follow."""
    target = None if into is None else into.bytes
    changed = connection.execute(
        "UPDATE tickets SET merged_into = ? WHERE id = ? AND merged_into IS NOT ?", (target, ticket_id.bytes, target)
    )
    if not changed.rowcount:
        return
    for row, message_id, ticket, sequence, internal, text, origin in connection.execute(
        _WRITTEN, (ticket_id.bytes,)
    ).fetchall():
        there = holder(connection, UUID(bytes=origin))
        if there.bytes != ticket:
            said = Said(UUID(bytes=message_id), text, bool(internal), UUID(bytes=origin))
            remove_message(connection, row, text)
            insert_message(connection, said, there, sequence=sequence)
