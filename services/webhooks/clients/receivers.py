"""One signed POST to a receiver, bounded in time and in what is read."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from time import perf_counter

import aiohttp
from standardwebhooks import Webhook
from yarl import URL

from services.webhooks.clients.checked import CheckedAddresses
from services.webhooks.clients.resolver import Resolver
from services.webhooks.clients.retry_after import read_retry_after
from services.webhooks.domain.endpoint import Endpoint
from services.webhooks.domain.outcome import Answer, answered
from services.webhooks.domain.target import BadUrl, Target, read_target

TOTAL_SECONDS = 15.0
CONNECT_SECONDS = 5.0
IDLE_SECONDS = 3.0
MOST_READ = 64 * 1024
MOST_KEPT = 1024
HEADERS = {
    "Content-Type": "application/json",
    "User-Agent": "Helpdesk-Webhooks/1.0",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
}

read_kept = lru_cache(10_000)(read_target)
signer = lru_cache(10_000)(Webhook)

Headers = dict[str, str]


class HttpReceivers:
    """Connects only to addresses that the resolver has checked; follows no redirect, keeps no cookie, asks no proxy."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    async def post(self, endpoint: Endpoint, *, webhook_id: str, body: bytes, at: datetime) -> Answer:
        if not (secrets := endpoint.signing(at)):
            return Answer(None, 0, error="the endpoint's secret cannot be read with the current encryption key")
        signed = sign(body, webhook_id=webhook_id, secrets=secrets, at=at)
        started = perf_counter()
        try:
            async with asyncio.timeout(TOTAL_SECONDS):
                return await self._exchange(read_kept(endpoint.url), signed, body, started, at)
        except BadUrl as bad:
            error = f"the URL {bad}"
        except aiohttp.ConnectionTimeoutError:
            error = f"no connection within {CONNECT_SECONDS:.0f} seconds"
        except TimeoutError:
            error = f"no whole answer within {TOTAL_SECONDS:.0f} seconds"
        except (aiohttp.ClientError, OSError) as trouble:
            error = _told(trouble)
        return Answer(None, _since(started), error=error)

    async def close(self) -> None:
        if "_session" in self.__dict__:
            await self._session.close()

    @cached_property
    def _session(self) -> aiohttp.ClientSession:
        """Made when the loop runs. Connections are kept for the same host, and for no other."""
        connector = aiohttp.TCPConnector(
            resolver=CheckedAddresses(self._resolver), use_dns_cache=False, limit=0, keepalive_timeout=IDLE_SECONDS
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            headers=HEADERS,
            timeout=aiohttp.ClientTimeout(sock_connect=CONNECT_SECONDS),
        )

    async def _exchange(self, target: Target, signed: Headers, body: bytes, started: float, at: datetime) -> Answer:
        # An address as such is connected to without a look-up, and every attempt asks whether it still may be.
        await self._resolver.check(target)
        headers = {"Host": target.authority, **signed}
        async with self._session.post(url_of(target), data=body, headers=headers, allow_redirects=False) as response:
            return await _read(response, started=started, at=at)


@lru_cache(10_000)
def url_of(target: Target) -> URL:
    """As it was written, with nothing of it read anew."""
    literal = f"[{target.host}]" if ":" in target.host else target.host
    return URL(f"{target.scheme}://{literal}:{target.port}{target.path}", encoded=True)


def sign(body: bytes, *, webhook_id: str, secrets: Sequence[str], at: datetime) -> Headers:
    """The three headers of Standard Webhooks, with one signature for each secret."""
    text = body.decode()
    signatures = (signer(secret).sign(webhook_id, at, text) for secret in secrets)
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


async def _read(response: aiohttp.ClientResponse, *, started: float, at: datetime) -> Answer:
    """Read at most 64 KiB, undecoded, and keep the first of it."""
    start, size = b"", 0
    async for chunk in response.content.iter_any():
        start += chunk[: MOST_KEPT - len(start)] if len(start) < MOST_KEPT else b""
        size += len(chunk)
        if size >= MOST_READ:
            response.close()
            break
    took = _since(started)
    now = at + timedelta(milliseconds=took)
    return answered(
        response.status,
        latency_ms=took,
        response=start.decode(errors="replace"),
        retry_after_seconds=read_retry_after(response.headers.get("retry-after"), now=now),
    )


def _since(started: float) -> int:
    return round((perf_counter() - started) * 1000)


def _told(trouble: Exception) -> str:
    """What went wrong on the way, for the endpoint's owner."""
    if isinstance(trouble, aiohttp.ClientConnectorError):
        cause = trouble.os_error
        return f"no connection: {cause.strerror or cause or type(cause).__name__}"[:200]
    if isinstance(trouble, aiohttp.ClientResponseError | aiohttp.ClientPayloadError | aiohttp.ServerDisconnectedError):
        return "the answer is not valid HTTP, or broke off"
    return "the connection broke off"
