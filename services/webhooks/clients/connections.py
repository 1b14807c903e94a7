"""Connections to receivers: kept open for the next delivery, apart for each host, made only to checked addresses."""

import sys
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec

import httpx

from services.webhooks.domain.target import Target

# httpcore looks for this optional package on every request; where it is absent, each look costs a search of the
# whole path, which is a third of a request. A None here tells the import system at once that there is none.
if find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]

KEPT_HOSTS = 500
LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=5, keepalive_expiry=3.0)

Origin = tuple[str, str, int]


@dataclass(slots=True)
class _Kept:
    transport: httpx.AsyncHTTPTransport
    users: int = 0


class Connections:
    """One pool for each host: a connection whose certificate was checked for one name never serves another."""

    def __init__(self) -> None:
        self._tls = httpx.create_ssl_context(trust_env=False)
        self._kept: OrderedDict[Origin, _Kept] = OrderedDict()

    @asynccontextmanager
    async def to(self, target: Target) -> AsyncIterator[httpx.AsyncHTTPTransport]:
        """The pool of the target's host, for one request."""
        origin = (target.scheme, target.host, target.port)
        kept = self._kept.get(origin)
        if kept is None:
            kept = self._kept[origin] = _Kept(
                httpx.AsyncHTTPTransport(verify=self._tls, trust_env=False, limits=LIMITS)
            )
        self._kept.move_to_end(origin)
        kept.users += 1
        try:
            yield kept.transport
        finally:
            kept.users -= 1
            await self._close_oldest()

    async def close(self) -> None:
        while self._kept:
            _, kept = self._kept.popitem()
            await kept.transport.aclose()

    async def _close_oldest(self) -> None:
        """Let go of what has been unused the longest."""
        while len(self._kept) > KEPT_HOSTS:
            origin = next((origin for origin, kept in self._kept.items() if not kept.users), None)
            if origin is None:
                return
            await self._kept.pop(origin).transport.aclose()
