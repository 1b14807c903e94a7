"""Notes of tickets that have changed since they were counted, which the fold takes up.

They are made when a ticket's events are forgotten, by then at the latest: a write to a ticket pays nothing for them,
and none is missed whatever dies. What changes without an event is noted by whoever writes it.
"""

from collections.abc import Iterable, Sequence

from shared.bus.outbox import Pending
from shared.ids import new_id
from shared.mongo import Database, Document

COLLECTION = "uncounted"


def note_of(ticket_id: object) -> Document:
    """Its id says when it was made."""
    return {"_id": new_id(), "ticket_id": ticket_id}


class Noting:
    """Follows the outbox of tickets."""

    def __init__(self, database: Database) -> None:
        self._notes = database[COLLECTION]

    async def waiting(self, events: Sequence[Pending]) -> None:
        """What cannot be told yet counts already."""
        await self._note(events)

    async def sent(self, events: Sequence[Pending]) -> None:
        await self._note(events)

    async def gone(self, events: Sequence[Pending]) -> None:
        """The fold finds out."""

    async def buried(self, tombstones: Sequence[Document]) -> None:
        """The fold finds out."""

    async def _note(self, events: Iterable[Pending]) -> None:
        changed = {event.document_id for event in events}
        await self._notes.insert_many([note_of(ticket_id) for ticket_id in changed], ordered=False)
