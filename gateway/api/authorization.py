"""The bearer that a request carries, and the one that opens `/admin`."""

import re
from hmac import compare_digest

from gateway.api.head import Head
from shared.errors import Unauthorized

_BEARER = re.compile(rb"bearer ([\x21-\x7e]{1,512})", re.IGNORECASE)


def bearer(head: Head) -> str:
    """The text after `Bearer`. Raises Unauthorized where there is none, or more than one, or it is oddly written."""
    given = head.once(b"authorization")
    match = _BEARER.fullmatch(given) if given is not None else None
    if match is None:
        raise Unauthorized("A key is needed: Authorization: Bearer <key>.")
    return match[1].decode("ascii")


class Operator:
    """Who may enter `/admin`."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()

    def check(self, head: Head) -> None:
        """Raises Unauthorized for all but the operator's token; takes as long for a wrong one as for the right one."""
        if not compare_digest(bearer(head).encode(), self._token):
            raise Unauthorized("The operator's token is needed.")
