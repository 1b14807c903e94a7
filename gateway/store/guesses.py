"""How many different wrong keys each address has tried this minute, in this process's memory alone."""

from collections.abc import Callable
from time import time

from gateway.domain.address import network_of

WINDOW_SECONDS = 60
MOST_KEPT = 10_000


class Guesses:
    """A key that is tried again is one guess: who has an old key in its settings is no attacker.

    A `limit` of 0 is none.
    """

    def __init__(self, *, limit: int, clock: Callable[[], float] = time) -> None:
        self._limit = limit
        self._clock = clock
        self._window = 0
        self._tried: dict[str, set[bytes]] = {}

    def note(self, address: str, guess: bytes) -> None:
        """Remember that this address tried a key that is nobody's; `guess` is anything that tells it from others."""
        if not self._limit:
            return
        self._turn()
        tried = self._tried.setdefault(network_of(address), set())
        if len(tried) < self._limit:
            tried.add(guess)
        if len(self._tried) > MOST_KEPT:
            del self._tried[next(iter(self._tried))]

    def closed_for(self, address: str) -> int:
        """The seconds for which no guess of this address is looked at any more; 0 while they are."""
        if not self._tried:
            return 0
        self._turn()
        if len(self._tried.get(network_of(address), ())) < self._limit:
            return 0
        return WINDOW_SECONDS - int(self._clock()) % WINDOW_SECONDS

    def _turn(self) -> None:
        window = int(self._clock()) // WINDOW_SECONDS
        if window != self._window:
            self._window, self._tried = window, {}
