"""Doing things about one chat in the order in which they were asked for."""

import asyncio
from uuid import UUID
from weakref import WeakValueDictionary


class Turns:
    """A lock for each of a tenant's chats, first come, first served, kept only while somebody wants it.

    Events about a chat are handled side by side; what they store must keep the order in which they came.
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[tuple[UUID, int], asyncio.Lock] = WeakValueDictionary()

    def __len__(self) -> int:
        """How many chats somebody asks about now."""
        return len(self._locks)

    def of(self, tenant_id: UUID, chat_id: int) -> asyncio.Lock:
        key = (tenant_id, chat_id)
        lock = self._locks.get(key)
        if lock is None:
            lock = self._locks[key] = asyncio.Lock()
        return lock
