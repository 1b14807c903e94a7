"""Where the load goes in: one gateway, or several as behind a balancer that can be told to spare one."""

from collections.abc import Sequence


class Doors:
    """The gateways' addresses, taken in turn; one that is spared gets no new request."""

    def __init__(self, urls: Sequence[str]) -> None:
        self._urls = list(urls)
        self._spared: set[str] = set()
        self._turn = 0

    def next(self) -> str:
        """The address for the next request; with all of them spared, whichever comes."""
        self._turn += 1
        open_ones = [url for url in self._urls if url not in self._spared] or self._urls
        return open_ones[self._turn % len(open_ones)]

    def spare(self, url: str) -> None:
        self._spared.add(url)

    def admit(self, url: str) -> None:
        self._spared.discard(url)
