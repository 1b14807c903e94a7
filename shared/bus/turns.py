"""Doing things in small groups: a burst costs broker, sockets and database much less than the same spread out."""

import asyncio


class Turns:
    """The first to come opens a window of some milliseconds; all who come within it start together at its end."""

    def __init__(self, *, seconds: float) -> None:
        self._seconds = seconds
        self._next: asyncio.Future[None] | None = None

    async def mine(self) -> None:
        """Return when the caller's group starts."""
        if self._next is None:
            loop = asyncio.get_running_loop()
            self._next = loop.create_future()
            loop.call_later(self._seconds, self._start)
        await asyncio.shield(self._next)

    def _start(self) -> None:
        group, self._next = self._next, None
        if group is not None:
            group.set_result(None)
