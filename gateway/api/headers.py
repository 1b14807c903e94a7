"""Which headers go through the gateway: a service hears of the caller from us alone."""

from gateway.api.asgi import Scope
from gateway.domain.exchange import RawHeaders
from shared.errors import Malformed

HOP_BY_HOP = frozenset(
    {b"connection", b"keep-alive", b"te", b"trailer", b"transfer-encoding", b"upgrade", b"http2-settings"}
)
# Ours to say, or nobody's business behind the gateway; `expect` was answered when the body was read.
ENDS_HERE = HOP_BY_HOP | {
    b"authorization",
    b"content-length",
    b"cookie",
    b"expect",
    b"forwarded",
    b"host",
    b"x-real-ip",
    b"x-request-id",
}
FAMILIES_ENDING_HERE = (b"x-helpdesk-", b"x-tenant-", b"x-forwarded-", b"proxy-")
STAYS_INSIDE = HOP_BY_HOP | {b"x-request-id", b"server", b"set-cookie"}
FAMILIES_STAYING_INSIDE = (b"x-helpdesk-", b"proxy-")


def inbound(scope: Scope) -> list[tuple[str, str]]:
    """What of the request's headers goes on, and where it came from. Raises Malformed for what is no text."""
    headers: RawHeaders = scope["headers"]
    named = _named_by_connection(headers)
    host = ""
    passed = []
    try:
        for name, value in headers:
            if name in ENDS_HERE or name.startswith(FAMILIES_ENDING_HERE) or name in named:
                if name == b"host":
                    host = value.decode()
                continue
            passed.append((name.decode(), value.decode()))
    except UnicodeDecodeError:
        raise Malformed("A header is not UTF-8 text.") from None
    client = scope.get("client")
    passed.append(("X-Forwarded-For", client[0] if client else "unknown"))
    passed.append(("X-Forwarded-Host", host))
    passed.append(("X-Forwarded-Proto", scope["scheme"]))
    return passed


def outbound(headers: RawHeaders) -> list[tuple[bytes, bytes]]:
    """What of a service's headers the caller sees."""
    lowered = [(name.lower(), value) for name, value in headers]
    named = _named_by_connection(lowered)
    return [
        (name, value)
        for name, value in lowered
        if name not in STAYS_INSIDE and not name.startswith(FAMILIES_STAYING_INSIDE) and name not in named
    ]


def header(headers: RawHeaders, name: bytes) -> bytes | None:
    """The first value of a header whose name is given in lower case."""
    return next((value for each, value in headers if each == name), None)


def _named_by_connection(headers: RawHeaders) -> frozenset[bytes]:
    """Names that `Connection` makes hop-by-hop for this one message."""
    named: set[bytes] = set()
    for name, value in headers:
        if name == b"connection" and value.lower() not in {b"keep-alive", b"close"}:
            named.update(part.strip().lower() for part in value.split(b","))
    return frozenset(named)
