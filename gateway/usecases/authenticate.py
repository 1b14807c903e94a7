"""Find out who a key stands for."""

from gateway.domain.key import looks_like_a_key
from gateway.domain.principal import Principal
from gateway.usecases.ports import Ports
from shared.errors import Unauthorized


async def authenticate(ports: Ports, *, key: str) -> Principal:
    """Who holds the key. Raises Unauthorized where nobody does any more, and never says why."""
    principal = await ports.principals.find(ports.digester.digest(key)) if looks_like_a_key(key) else None
    if principal is None or (principal.expires_at is not None and principal.expired(at=ports.clock())):
        raise Unauthorized("This key is not valid.")
    return principal
