"""Doing things in small groups: a burst costs broker, sockets and database much less than the same spread out."""

import asyncio


class Turns:
    """The first to come opens a window of some milliseconds; all who come within it start together at its end, or as
    soon as they are `most`."""

    def __init__(self, *, seconds: float, most: int | None = None) -> None:
        self._seconds = seconds
        self._most = most
        self._waiting = 0
        self._next: asyncio.Future[None] | None = None
        self._end: asyncio.TimerHandle | None = None

    async def mine(self) -> None:
        """Return when the caller's group starts."""
        if self._next is None:
            loop = asyncio.get_running_loop()
            self._next = loop.create_future()
            self._end = loop.call_later(self._seconds, self._start)
        group = self._next
        self._waiting += 1
        if self._waiting == self._most:
            self._start()
        await asyncio.shield(group)

    def _start(self) -> None:
        group, self._next, self._waiting = self._next, None, 0
        if self._end is not None:
            self._end.cancel()
        if group is not None:
            group.set_result(None)
