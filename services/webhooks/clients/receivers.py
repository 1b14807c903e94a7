"""One signed POST to a receiver, bounded in time and in what is read."""

import asyncio
import ssl
from collections.abc import Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from time import perf_counter

import httpx
from standardwebhooks import Webhook

from services.webhooks.clients.connections import Connections
from services.webhooks.clients.resolver import Resolver
from services.webhooks.domain.endpoint import Endpoint
from services.webhooks.domain.outcome import Answer, answered
from services.webhooks.domain.target import BadUrl, Target, read_target

TOTAL_SECONDS = 15.0
CONNECT_SECONDS = 5.0
MOST_READ = 64 * 1024
MOST_KEPT = 1024
MOST_ADDRESSES = 3
USER_AGENT = "Helpdesk-Webhooks/1.0"
TIMEOUTS = {"connect": CONNECT_SECONDS, "read": TOTAL_SECONDS, "write": TOTAL_SECONDS, "pool": TOTAL_SECONDS}

read_kept = lru_cache(10_000)(read_target)
signer = lru_cache(10_000)(Webhook)
url_of = lru_cache(10_000)(httpx.URL)

Headers = list[tuple[str, str]]


class HttpReceivers:
    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._connections = Connections()

    async def post(self, endpoint: Endpoint, *, webhook_id: str, body: bytes, at: datetime) -> Answer:
        if not endpoint.secrets:
            return Answer(None, 0, error="the endpoint's secret cannot be read with the current encryption key")
        signed = sign(body, webhook_id=webhook_id, secrets=endpoint.secrets, at=at)
        started = perf_counter()
        try:
            async with asyncio.timeout(TOTAL_SECONDS):
                return await self._exchange(read_kept(endpoint.url), signed, body, started)
        except TimeoutError:
            error = f"no whole answer within {TOTAL_SECONDS:.0f} seconds"
        except BadUrl as bad:
            error = f"the URL {bad}"
        except (httpx.TransportError, ssl.SSLError, OSError) as trouble:
            error = _told(trouble)
        return Answer(None, _since(started), error=error)

    async def close(self) -> None:
        await self._connections.close()

    async def _exchange(self, target: Target, signed: Headers, body: bytes, started: float) -> Answer:
        """Try the target's addresses in turn until one can be connected to; of names nobody asks again."""
        addresses = (await self._resolver.addresses(target))[:MOST_ADDRESSES]
        async with self._connections.to(target) as transport:
            for place, address in enumerate(addresses, start=1):
                try:
                    response = await transport.handle_async_request(_request(target, address, signed, body))
                except (httpx.ConnectError, httpx.ConnectTimeout):
                    if place == len(addresses):
                        raise
                else:
                    return await _read(response, started=started)
        raise httpx.ConnectError("no address")


def sign(body: bytes, *, webhook_id: str, secrets: Sequence[str], at: datetime) -> Headers:
    """The three headers of Standard Webhooks, with one signature for each secret."""
    text = body.decode()
    signatures = (signer(secret).sign(webhook_id, at, text) for secret in secrets)
    return [
        ("webhook-id", webhook_id),
        ("webhook-timestamp", str(int(at.timestamp()))),
        ("webhook-signature", " ".join(signatures)),
    ]


def _request(target: Target, address: str, signed: Headers, body: bytes) -> httpx.Request:
    """To the checked address, with the host's own name in the Host header and in the TLS handshake."""
    literal = f"[{address}]" if ":" in address else address
    extensions: dict[str, object] = {"timeout": TIMEOUTS}
    if target.scheme == "https" and not target.literal:
        extensions["sni_hostname"] = target.host.rstrip(".")
    return httpx.Request(
        "POST",
        url_of(f"{target.scheme}://{literal}:{target.port}{target.path}"),
        headers=[
            ("host", target.authority),
            ("content-type", "application/json"),
            ("user-agent", USER_AGENT),
            ("accept-encoding", "identity"),
            *signed,
        ],
        content=body,
        extensions=extensions,
    )


async def _read(response: httpx.Response, *, started: float) -> Answer:
    """Read at most 64 KiB, undecoded, and keep the first of it."""
    start, size = b"", 0
    try:
        async for chunk in response.aiter_raw():
            start += chunk[: MOST_KEPT - len(start)] if len(start) < MOST_KEPT else b""
            size += len(chunk)
            if size >= MOST_READ:
                break
    finally:
        await response.aclose()
    return answered(
        response.status_code,
        latency_ms=_since(started),
        response=start.decode(errors="replace"),
        retry_after_seconds=_retry_after(response.headers.get("retry-after")),
    )


def _retry_after(header: str | None) -> float | None:
    """Seconds from now, given as such or as a date; None where the header says nothing sensible."""
    if header is None:
        return None
    if header.strip().isascii() and header.strip().isdigit():
        return float(header)
    try:
        then = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, then.timestamp() - datetime.now(then.tzinfo).timestamp())


def _since(started: float) -> int:
    return round((perf_counter() - started) * 1000)


def _told(trouble: Exception) -> str:
    """What went wrong on the way, for the endpoint's owner."""
    said: dict[type[Exception], str] = {
        httpx.ConnectTimeout: f"no connection within {CONNECT_SECONDS:.0f} seconds",
        httpx.ReadTimeout: f"no whole answer within {TOTAL_SECONDS:.0f} seconds",
        httpx.RemoteProtocolError: "the answer is not valid HTTP, or broke off",
        httpx.ReadError: "the connection broke off",
        httpx.WriteError: "the connection broke off",
    }
    if isinstance(trouble, httpx.ConnectError | ssl.SSLError):
        return f"no connection: {str(trouble) or type(trouble).__name__}"[:200]
    return said.get(type(trouble), type(trouble).__name__)
