"""A closed-loop HTTP/1.1 load generator: N requests in flight, each on a connection of its own that is kept."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import cast

import httptools

GRACE_SECONDS = 10.0


@dataclass
class Outcome:
    """What came back; latencies in seconds, in the order of the answers; bodies only where they were asked for."""

    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    bodies: list[bytes] = field(default_factory=list)
    broken: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def quantile(self, share: float) -> float:
        """The latency in seconds that `share` of the answers did not exceed. Raises ValueError without answers."""
        if not self.latencies:
            raise ValueError("nothing was answered")
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def request_bytes(
    method: str, path: str, *, host: str, headers: Mapping[str, str] | None = None, body: bytes = b""
) -> bytes:
    """A whole request as it goes over the wire; a body brings its Content-Length along."""
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {host}",
        *(f"{name}: {text}" for name, text in (headers or {}).items()),
    ]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


class _Connection(asyncio.Protocol):
    """Sends the next request as soon as the answer to the last one is whole."""

    def __init__(self, run: "_Run") -> None:
        self._run = run
        self._parser = httptools.HttpResponseParser(self)
        self._pieces: list[bytes] = []
        self._sent_at = 0.0
        self._waiting = False
        self.ended: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._next()

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        if self._run.keep_bodies:
            self._pieces.append(body)

    def on_message_complete(self) -> None:
        outcome = self._run.outcome
        outcome.latencies.append(perf_counter() - self._sent_at)
        outcome.statuses[self._parser.get_status_code()] += 1
        if self._run.keep_bodies:
            outcome.bodies.append(b"".join(self._pieces))
            self._pieces.clear()
        self._waiting = False
        # The parser is still inside this answer: the next request waits until it has left.
        asyncio.get_running_loop().call_soon(self._next)

    def _next(self) -> None:
        if self._transport.is_closing():
            return
        request = self._run.take()
        if request is None:
            self._transport.close()
            return
        self._waiting = True
        self._sent_at = perf_counter()
        self._transport.write(request)

    def connection_lost(self, _error: Exception | None) -> None:
        if self._waiting:
            self._run.outcome.broken += 1
        if not self.ended.done():
            self.ended.set_result(self._waiting)


@dataclass
class _Run:
    make: Callable[[], bytes]
    until: float | None
    left: int | None
    keep_bodies: bool
    outcome: Outcome = field(default_factory=Outcome)

    @property
    def over(self) -> bool:
        return self.left == 0 or (self.until is not None and perf_counter() >= self.until)

    def take(self) -> bytes | None:
        """The next request, or None when the run is over."""
        if self.over:
            return None
        if self.left is not None:
            self.left -= 1
        return self.make()


async def load(
    host: str,
    port: int,
    *,
    make: Callable[[], bytes],
    in_flight: int,
    seconds: float | None = None,
    count: int | None = None,
    keep_bodies: bool = False,
) -> Outcome:
    """Ask for `seconds`, or `count` times, or what ends first; `make` gives each request's bytes.

    A connection that breaks is counted in `broken` and opened again. Waits for the last answers at most 10 seconds.
    Raises ValueError without a bound, and OSError where nothing listens.
    """
    if seconds is None and count is None:
        raise ValueError("a run needs a bound")
    started = perf_counter()
    run = _Run(make, started + seconds if seconds is not None else None, count, keep_bodies)
    deadline = (seconds if seconds is not None else 600.0) + GRACE_SECONDS
    async with asyncio.timeout(deadline):
        await asyncio.gather(*(_lane(run, host, port) for _ in range(in_flight)))
    run.outcome.seconds = perf_counter() - started
    return run.outcome


async def _lane(run: _Run, host: str, port: int) -> None:
    """One request in flight at a time; a connection that broke in the middle of one gives way to a new one."""
    loop = asyncio.get_running_loop()
    broke = True
    while broke and not run.over:
        _, connection = await loop.create_connection(lambda: _Connection(run), host, port)
        broke = await connection.ended
