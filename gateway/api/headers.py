"""Which headers go through the gateway: a service hears of the caller from us alone."""

from gateway.api.asgi import Scope
from gateway.api.head import Head
from gateway.domain.exchange import RawHeaders

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
    b"traceparent",
    b"tracestate",
    b"x-real-ip",
    b"x-request-id",
}
FAMILIES_ENDING_HERE = (b"x-helpdesk-", b"x-tenant-", b"x-forwarded-", b"proxy-")
NOTHING: frozenset[bytes] = frozenset()
STAYS_INSIDE = HOP_BY_HOP | {b"x-request-id", b"server", b"set-cookie", b"traceparent", b"tracestate"}
FAMILIES_STAYING_INSIDE = (b"x-helpdesk-", b"proxy-")


def inbound(scope: Scope, *, head: Head) -> list[tuple[bytes, bytes]]:
    """What of the request's headers goes on, and where it came from."""
    named = _named_by(head.by_name.get(b"connection"))
    passed = [
        header
        for header in head.headers
        if header[0] not in ENDS_HERE and not header[0].startswith(FAMILIES_ENDING_HERE) and header[0] not in named
    ]
    client = scope.get("client")
    passed.append((b"x-forwarded-for", client[0].encode() if client else b"unknown"))
    passed.append((b"x-forwarded-host", head.by_name.get(b"host", b"")))
    passed.append((b"x-forwarded-proto", scope["scheme"].encode()))
    return passed


def outbound(headers: RawHeaders) -> list[tuple[bytes, bytes]]:
    """What of a service's headers the caller sees."""
    lowered = [(name.lower(), value) for name, value in headers]
    named = _named_by(dict(lowered).get(b"connection"))
    return [
        (name, value)
        for name, value in lowered
        if name not in STAYS_INSIDE and not name.startswith(FAMILIES_STAYING_INSIDE) and name not in named
    ]


def _named_by(connection: bytes | None) -> frozenset[bytes]:
    """Names that `Connection` makes hop-by-hop for this one message."""
    if connection is None or connection in {b"keep-alive", b"close"}:
        return NOTHING
    return frozenset(part.strip().lower() for part in connection.split(b","))
