"""A two-way table between canonical words and a surface's own."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

Word = TypeVar("Word", bound=StrEnum)


class Words(Generic[Word]):
    """Every canonical word has one outward spelling; an inward spelling that two words share names its choice.

    `inward` settles what a shared spelling means when it comes in. A table that is incomplete or ambiguous raises
    ValueError when it is made, which is when its module is imported.
    """

    def __init__(self, outward: Mapping[Word, str], *, inward: Mapping[str, Word] | None = None) -> None:
        kind = type(next(iter(outward)))
        if missing := set(kind) - set(outward):
            raise ValueError(f"no outward spelling for {sorted(missing)}")
        chosen = dict(inward or {})
        self._outward = dict(outward)
        self._meanings: dict[str, tuple[Word, ...]] = {}
        for word, spelling in outward.items():
            self._meanings[spelling] = (*self._meanings.get(spelling, ()), word)
        for spelling, words in self._meanings.items():
            if len(words) > 1 and spelling not in chosen:
                raise ValueError(f"{spelling!r} may mean any of {words}")
            if chosen.get(spelling, words[0]) not in words:
                raise ValueError(f"{spelling!r} cannot mean {chosen[spelling]!r}")
        self._inward = {spelling: words[0] for spelling, words in self._meanings.items()} | chosen

    def out(self, word: Word) -> str:
        return self._outward[word]

    def into(self, spelling: str) -> Word:
        """The canonical word. Raises KeyError for a word that this surface does not have."""
        return self._inward[spelling]

    def meanings(self, spelling: str) -> tuple[Word, ...]:
        """All canonical words that show as `spelling`: what a filter by it finds. Raises KeyError."""
        return self._meanings[spelling]

    @property
    def spellings(self) -> tuple[str, ...]:
        """All that may come in, in the order of the table."""
        return tuple(self._inward)
