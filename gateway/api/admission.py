"""Letting a request in: whose key it brings, and whether address, key and tenant may ask once more this minute."""

from gateway.api.asgi import Scope
from gateway.api.authorization import address_of
from gateway.api.visit import Visit
from gateway.domain.address import network_of
from gateway.domain.budget import Holder
from gateway.domain.principal import Principal
from gateway.usecases.authenticate import authenticate
from gateway.usecases.ports import Limit, Limits, Ports
from shared.errors import RateLimited


class Admission:
    """Whose budget is used up hears so and costs the others' nothing: what a key asks too often is not its tenant's."""

    def __init__(self, ports: Ports, *, limits: Limits) -> None:
        self._ports = ports
        self._limits = limits

    async def enter(self, visit: Visit, scope: Scope) -> None:
        """Count the request for its address, whoever asks. Raises RateLimited."""
        if self._limits.address is not None:
            await _spend(visit, self._limits.address, Holder(address=network_of(address_of(scope))))

    async def admit(self, visit: Visit, scope: Scope, *, key: str | None) -> Principal:
        """The caller, for whose key and tenant the request counts. Raises Unauthorized and RateLimited."""
        principal = await authenticate(self._ports, key=key, address=address_of(scope))
        visit.tenant_id = principal.tenant_id
        if self._limits.key is not None:
            await _spend(visit, self._limits.key, Holder(principal.tenant_id, principal.key_id))
        if self._limits.tenant is not None:
            await _spend(visit, self._limits.tenant, Holder(principal.tenant_id))
        return principal


async def _spend(visit: Visit, limit: Limit, holder: Holder) -> None:
    standing = await limit.spend(holder)
    visit.stands(standing)
    if not standing.allowed:
        message = f"This {holder.kind} may ask {standing.limit} times a minute."
        raise RateLimited(message, retry_after_seconds=standing.reset_seconds)
