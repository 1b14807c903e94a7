"""Connections to receivers: kept open for the next delivery, apart for each host, made only to checked addresses."""

from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from services.webhooks.domain.target import Target

MOST_IDLE = 500
LIMITS = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=3.0)

Origin = tuple[str, str, int]


class Connections:
    """Lends out one connection at a time, and keeps it for the same host: one whose certificate was checked for one
    name never serves another. (A shared pool would look at each of its connections several times for each request.)
    """

    def __init__(self) -> None:
        self._tls = httpx.create_ssl_context(trust_env=False)
        self._idle: OrderedDict[Origin, list[httpx.AsyncHTTPTransport]] = OrderedDict()
        self._count = 0

    @asynccontextmanager
    async def to(self, target: Target) -> AsyncIterator[httpx.AsyncHTTPTransport]:
        """A connection to the target's host, open or still to be made, for one request at a time."""
        origin = (target.scheme, target.host, target.port)
        transport = self._take(origin)
        try:
            yield transport
        finally:
            self._idle.setdefault(origin, []).append(transport)
            self._idle.move_to_end(origin)
            self._count += 1
            await self._close_down_to(MOST_IDLE)

    async def close(self) -> None:
        await self._close_down_to(0)

    def _take(self, origin: Origin) -> httpx.AsyncHTTPTransport:
        idle = self._idle.get(origin)
        if not idle:
            return httpx.AsyncHTTPTransport(verify=self._tls, trust_env=False, limits=LIMITS)
        self._count -= 1
        return idle.pop()

    async def _close_down_to(self, most: int) -> None:
        """Let go of the connections of those hosts that have been unused the longest."""
        while self._count > most:
            _, idle = self._idle.popitem(last=False)
            self._count -= len(idle)
            for transport in idle:
                await transport.aclose()
