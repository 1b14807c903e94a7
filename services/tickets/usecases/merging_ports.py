"""What the use-cases of merging need from the outside."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.tickets.domain.ticket import Ticket


class Moving(Protocol):
    """Each of these may be broken off, be done again, or come late from a process that stood still: whatever was done
    before is left alone, and nothing is moved that a later merge or its undoing has decided on."""

    async def carry(self, source: Ticket) -> None:
        """Give the messages that the source had when it was merged, its opening among them, to the target; the files
        go with them."""

    async def bring_back(self, source: Ticket) -> None:
        """Give the source what its merge has moved, wherever it is by now."""

    async def unfinished(self, *, by: datetime, after: UUID | None, limit: int) -> list[Ticket]:
        """Tickets of any tenant with a merge that is under way, or promised, since before `by`; by their ids."""
