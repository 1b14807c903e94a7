"""One HTTP exchange with a messenger, and what it means when no answer comes."""

import asyncio
import ssl
from collections.abc import Mapping

import httpx

from services.notifications.domain.refusals import Permanent, Temporary, TooLarge, UnknownIfDone

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
CONNECTIONS = httpx.Limits(max_connections=64, max_keepalive_connections=16, keepalive_expiry=5.0)
CALL_SECONDS = 10.0
UPLOAD_SECONDS = 20.0
DOWNLOAD_SECONDS = 40.0

# Before these nothing has left this machine; after any other trouble the call may have been done.
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def new_client(*, ca_file: str | None = None) -> httpx.AsyncClient:
    """A client that trusts whom everybody trusts, and the authorities in `ca_file` (PEM) beside them.

    It follows no redirect: a platform's answer leads nobody elsewhere with a token. Raises OSError where `ca_file` is
    none.
    """
    trusted: ssl.SSLContext | bool = True
    if ca_file is not None:
        trusted = httpx.create_ssl_context()
        trusted.load_verify_locations(ca_file)
    return httpx.AsyncClient(timeout=TIMEOUT, limits=CONNECTIONS, follow_redirects=False, verify=trusted)


async def exchange(
    client: httpx.AsyncClient, request: httpx.Request, *, seconds: float = CALL_SECONDS
) -> httpx.Response:
    """The answer, whatever it says, within `seconds`. Raises Temporary where the request surely went nowhere, else
    UnknownIfDone. No error names the address, which may hold a token."""
    try:
        async with asyncio.timeout(seconds):
            return await client.send(request)
    except NOT_SENT as error:
        raise Temporary(f"cannot be reached ({type(error).__name__})") from None
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        raise UnknownIfDone(f"no answer was seen ({type(error).__name__})") from None


async def download(
    client: httpx.AsyncClient, url: str, *, limit: int, headers: Mapping[str, str] | None = None
) -> bytes:
    """The bytes at an address. Raises TooLarge, once it has seen more than `limit` of them, Temporary and Permanent."""
    try:
        async with asyncio.timeout(DOWNLOAD_SECONDS), client.stream("GET", url, headers=headers) as response:
            _check(response, limit=limit)
            content = bytearray()
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > limit:
                    raise TooLarge(f"the file has more than {limit} bytes")
            return bytes(content)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise Permanent(f"the file's address cannot be read ({type(error).__name__})") from None
    except (httpx.HTTPError, TimeoutError) as error:
        raise Temporary(f"the file was not received ({type(error).__name__})") from None


def _check(response: httpx.Response, *, limit: int) -> None:
    if response.status_code >= 500 or response.status_code == 429:
        raise Temporary(f"the file is not given now (HTTP {response.status_code})")
    if not response.is_success:
        raise Permanent(f"the file is not given (HTTP {response.status_code})")
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise TooLarge(f"the file has {announced} bytes")
