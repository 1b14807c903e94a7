"""Find out who a key stands for."""

from gateway.domain.key import looks_like_a_key
from gateway.domain.principal import Principal
from gateway.usecases.ports import Ports
from shared.errors import RateLimited, Unauthorized


async def authenticate(ports: Ports, *, key: str | None, address: str) -> Principal:
    """Who holds the key, which an address has brought.

    Raises Unauthorized where nobody holds it any more, and never says why; and RateLimited where the address has
    guessed too much: then only keys are looked at that were known here to be somebody's.
    """
    if key is None or not looks_like_a_key(key):
        raise _refused()
    digest = ports.digester.digest(key)
    closed = ports.guesses.closed_for(address)
    if closed and not ports.principals.was_known(digest):
        raise RateLimited("Too many wrong keys from this address.", retry_after_seconds=closed)
    principal = await ports.principals.find(digest)
    if principal is None:
        ports.guesses.note(address, digest)
        raise _refused()
    if principal.expires_at is not None and principal.expired(at=ports.clock()):
        raise _refused()
    return principal


def _refused() -> Unauthorized:
    return Unauthorized("A valid key is needed: Authorization: Bearer <key>.")
