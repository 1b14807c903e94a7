"""Reading once what several ask for at the same moment."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

from shared.mongo.batches import Batches

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Twins(Generic[Item, Answer]):
    """Whoever asks while the same is being read shares the next reading with all who do so.

    Never the one that is under way: what a caller has written before they asked is in their answer.
    """

    def __init__(self, read: Callable[[Item], Awaitable[Answer]]) -> None:
        self._read = read
        self._readings: dict[Item, Batches[Item, Answer]] = {}
        self._asking: Counter[Item] = Counter()

    async def __call__(self, item: Item) -> Answer:
        if item not in self._readings:
            self._readings[item] = Batches(partial(self._once, item), at_once=1)
        self._asking[item] += 1
        try:
            return await self._readings[item](item)
        finally:
            self._asking[item] -= 1
            if not self._asking[item]:
                del self._asking[item], self._readings[item]

    async def _once(self, item: Item, asked: Sequence[Item]) -> list[Answer]:
        return [await self._read(item)] * len(asked)
