"""Rebuilds that somebody wants, one after the other."""

from asyncio import Queue
from uuid import UUID


class WaitingWishes:
    """Kept in this process alone: a rebuild that a crash cuts short leaves the index as it was."""

    def __init__(self) -> None:
        self._waiting: Queue[UUID | None] = Queue()

    def ask(self, tenant_id: UUID | None) -> None:
        self._waiting.put_nowait(tenant_id)

    async def next(self) -> UUID | None:
        return await self._waiting.get()
