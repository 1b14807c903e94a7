"""A request on its way to a service, and the service's answer on its way back."""

from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple, Protocol

RawHeaders = Sequence[tuple[bytes, bytes]]


class Onward(NamedTuple):
    """What goes to a service: `target` is path and query exactly as they came.

    `body` is None without one, bytes where it is known whole, else an iterator that is not begun before the service
    has taken the connection, of `length` bytes in all where that is known beforehand.
    """

    method: str
    target: str
    headers: list[tuple[bytes, bytes]]
    body: bytes | AsyncIterator[bytes] | None
    length: int | None = None


class Answer(Protocol):
    """A service's answer; `body` is there where it was short and is read already, else `chunks` bring it."""

    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> RawHeaders: ...

    @property
    def body(self) -> bytes | None: ...

    def chunks(self) -> AsyncIterator[bytes]:
        """The body in pieces. Raises Unavailable where the service breaks off."""
        ...

    def abandon(self) -> None:
        """Let the connection go without reading on."""
        ...
