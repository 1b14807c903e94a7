"""The HTTP client's look-ups: it connects to what our resolver has checked, and asks nobody again."""

import socket

from aiohttp.abc import AbstractResolver, ResolveResult

from services.webhooks.clients.resolver import Resolver

MOST_ADDRESSES = 3


class CheckedAddresses(AbstractResolver):
    """Raises BadUrl where a name has no address, or one that must not be reached."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in (await self._resolver.of_name(host))[:MOST_ADDRESSES]
        ]

    async def close(self) -> None:
        """There is nothing to let go of."""
