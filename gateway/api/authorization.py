"""The bearer that a request carries, and the one that opens `/admin`."""

import re
from hashlib import sha256
from hmac import compare_digest

from gateway.api.asgi import Scope
from gateway.api.head import Head
from gateway.usecases.ports import Guesses
from shared.errors import RateLimited, Unauthorized

_BEARER = re.compile(rb"Bearer ([\x21-\x7e]{1,512})")


def bearer(head: Head) -> str | None:
    """The text after `Bearer`; None where there is none, or more than one, or it is written in any other way."""
    given = head.once(b"authorization")
    match = _BEARER.fullmatch(given) if given is not None else None
    return None if match is None else match[1].decode("ascii")


def address_of(scope: Scope) -> str:
    """The address that the connection comes from: what a header says of it, anybody could say."""
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


class Operator:
    """Who may enter `/admin`."""

    def __init__(self, token: str, *, guesses: Guesses) -> None:
        self._token = token.encode()
        self._guesses = guesses

    def check(self, head: Head, *, address: str) -> None:
        """Raises Unauthorized for all but the operator's token, after the same time for each; and RateLimited where
        the address has guessed too much, whatever it brings."""
        given = bearer(head)
        if given is not None and (closed := self._guesses.closed_for(address)):
            raise RateLimited("Too many wrong tokens from this address.", retry_after_seconds=closed)
        if not compare_digest((given or "").encode(), self._token):
            if given is not None:
                self._guesses.note(address, sha256(given.encode()).digest())
            raise Unauthorized("The operator's token is needed.")
