"""The bearer that a request carries, and the one that opens `/admin`."""

import re
from hmac import compare_digest

from gateway.domain.exchange import RawHeaders
from shared.errors import Unauthorized

_BEARER = re.compile(rb"bearer ([\x21-\x7e]{1,512})", re.IGNORECASE)


def bearer(headers: RawHeaders) -> str:
    """The text after `Bearer`. Raises Unauthorized where there is none, or more than one, or it is oddly written."""
    given = [value for name, value in headers if name == b"authorization"]
    match = _BEARER.fullmatch(given[0]) if len(given) == 1 else None
    if match is None:
        raise Unauthorized("A key is needed: Authorization: Bearer <key>.")
    return match[1].decode("ascii")


class Operator:
    """Who may enter `/admin`."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()

    def check(self, headers: RawHeaders) -> None:
        """Raises Unauthorized for all but the operator's token; takes as long for a wrong one as for the right one."""
        if not compare_digest(bearer(headers).encode(), self._token):
            raise Unauthorized("The operator's token is needed.")
