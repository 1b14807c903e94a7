"""Group commit: what many callers want at the same moment goes to the database in one round trip."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from contextvars import Context
from typing import Generic, TypeVar

from shared.errors import Unavailable

Item = TypeVar("Item")
Answer = TypeVar("Answer")

# Answers in the order of the items; an exception in an item's place is raised to its caller alone.
Run = Callable[[Sequence[Item]], Awaitable[Sequence[Answer | Exception]]]


class Batches(Generic[Item, Answer]):
    """A lone caller is served at once; those who come while `at_once` batches are under way share the next one.

    Where a batch finds the database away, those who wait for the next are told so with it: nobody waits twice as long
    for the same answer.
    What is promised to a caller is what its own item was promised: the call returns when the batch it was in has.
    `rest` are the seconds after a batch of several in which items gather for the next: less work for the processor, at
    the price of that delay; where `enough` of them wait, they go at once.
    """

    def __init__(
        self,
        run: Run[Item, Answer],
        *,
        most: int = 100,
        at_once: int = 2,
        rest: float = 0.0,
        enough: int | None = None,
    ) -> None:
        self._run = run
        self._most = most
        self._enough = enough or most
        self._pressing = asyncio.Event()
        self._free = at_once
        self._rest = rest
        self._waiting: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def __call__(self, item: Item) -> Answer:
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if len(self._waiting) >= self._enough:
            self._pressing.set()
        if self._free:
            self._free -= 1
            # A batch is for many: it goes by the context of none of them.
            task = asyncio.create_task(self._drain(), context=Context())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await future

    async def _drain(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._serve(batch)
                # Where one came alone, the next would only wait for nobody.
                if self._rest and len(batch) > 1:
                    await self._gather()
        finally:
            self._free += 1

    async def _gather(self) -> None:
        if len(self._waiting) < self._enough:
            self._pressing.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._pressing.wait(), self._rest)

    async def _serve(self, batch: list[tuple[Item, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._run([item for item, _ in batch])
        except Exception as error:
            if isinstance(error, Unavailable):
                batch, self._waiting = batch + self._waiting, []
            answers = [error] * len(batch)
        for (_, future), answer in zip(batch, answers, strict=True):
            if future.done():
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
