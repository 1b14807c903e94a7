"""Letting a request in: whose key it brings, and whether that key may ask once more this minute."""

from gateway.api.asgi import Scope
from gateway.api.authorization import address_of
from gateway.api.visit import Visit
from gateway.domain.budget import Standing
from gateway.domain.principal import Principal
from gateway.usecases.authenticate import authenticate
from gateway.usecases.ports import Limit, Ports
from shared.errors import RateLimited


class Admission:
    """`limit` of None lets every key ask as often as it likes, and costs nothing."""

    def __init__(self, ports: Ports, *, limit: Limit | None) -> None:
        self._ports = ports
        self._limit = limit

    async def admit(self, visit: Visit, scope: Scope, *, key: str | None) -> Principal:
        """The caller, whose answer will say how the key stands. Raises Unauthorized and RateLimited."""
        principal = await authenticate(self._ports, key=key, address=address_of(scope))
        visit.tenant_id = principal.tenant_id
        if self._limit is not None:
            standing = await self._limit.spend(principal)
            visit.also = standing_headers(standing)
            if not standing.allowed:
                message = f"This key may ask {standing.limit} times a minute."
                raise RateLimited(message, retry_after_seconds=standing.reset_seconds)
        return principal


def standing_headers(standing: Standing) -> list[tuple[bytes, bytes]]:
    return [
        (b"ratelimit-limit", b"%d" % standing.limit),
        (b"ratelimit-remaining", b"%d" % standing.remaining),
        (b"ratelimit-reset", b"%d" % standing.reset_seconds),
    ]
