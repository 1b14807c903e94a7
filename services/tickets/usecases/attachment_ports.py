"""What the use-cases of attachments need from the outside."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.tickets.domain.attachment import StoredFile
from services.tickets.domain.byte_range import ByteRange


class Attachments(Protocol):
    async def keep(self, file: StoredFile, pieces: AsyncIterator[bytes]) -> StoredFile:
        """Store the pieces as they come; the file with its size. Where the pieces raise, nothing is kept.

        Raises Conflict where another file of the tenant has its key."""

    async def find(self, tenant_id: UUID, file_id: UUID) -> StoredFile | None:
        """A file that is there whole."""

    async def by_key(self, tenant_id: UUID, key: str) -> StoredFile | None:
        """The file with this key, if it is there whole."""

    def read(self, file: StoredFile, wanted: ByteRange) -> AsyncIterator[bytes]:
        """Those bytes of the file, in pieces. Raises Unavailable."""

    async def claim(self, file: StoredFile, *, ticket_id: UUID, until: datetime) -> StoredFile | None:
        """Make the file the ticket's; None where another ticket was quicker. It goes after `until` if unused."""

    async def due(self, *, by: datetime, limit: int) -> list[StoredFile]:
        """Files of any tenant that expire by then; also what was never stored whole."""

    async def settle(self, file: StoredFile) -> None:
        """Let it expire no more, unless it was claimed anew meanwhile."""

    async def drop(self, file: StoredFile) -> None:
        """Delete it with its bytes, unless it was claimed anew meanwhile."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...
