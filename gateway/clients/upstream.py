"""Handing a request to one of a service's addresses, and its answer back, byte for byte."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

import aiohttp
from yarl import URL

from gateway.domain.exchange import Onward, RawHeaders
from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()

SHORT_BYTES = 64 * 1024
CHUNK_BYTES = 64 * 1024
ALWAYS_EMPTY = frozenset({204, 304})
NOT_CONNECTED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
BROKEN_OFF = (aiohttp.ClientError, asyncio.TimeoutError, OSError)


@dataclass(frozen=True, slots=True)
class UpstreamAnswer:
    """What a service answered; see `domain.exchange.Answer`."""

    response: aiohttp.ClientResponse
    body: bytes | None

    @property
    def status(self) -> int:
        return self.response.status

    @property
    def headers(self) -> RawHeaders:
        return self.response.raw_headers

    async def chunks(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self.response.content.iter_chunked(CHUNK_BYTES):
                yield chunk
        except BROKEN_OFF as error:
            raise Unavailable(f"the service broke off: {type(error).__name__}") from error

    def abandon(self) -> None:
        self.response.close()


class HttpUpstream:
    """The services' addresses, taken in turn; one that refuses the connection gives way to the next."""

    def __init__(self, session: aiohttp.ClientSession, *, services: Mapping[str, Sequence[str]]) -> None:
        self._session = session
        self._addresses = {service: tuple(urls) for service, urls in services.items()}
        self._turn = dict.fromkeys(services, 0)

    async def send(self, service: str, onward: Onward) -> UpstreamAnswer:
        """The answer. Raises Unavailable where no address takes the connection, or the service falls silent."""
        for base in self._in_turn(service):
            try:
                return await self._exchange(base, onward)
            except NOT_CONNECTED as error:
                log.warning("service not reached", service_name=service, error=type(error).__name__)
            except BROKEN_OFF as error:
                log.warning("service broke off", service_name=service, error=repr(error))
                raise Unavailable("The service did not answer; try again.") from error
        raise Unavailable("The service cannot be reached; try again.")

    def _in_turn(self, service: str) -> tuple[str, ...]:
        addresses = self._addresses[service]
        if len(addresses) == 1:
            return addresses
        first = self._turn[service] = (self._turn[service] + 1) % len(addresses)
        return addresses[first:] + addresses[:first]

    async def _exchange(self, base: str, onward: Onward) -> UpstreamAnswer:
        response = await self._session.request(
            onward.method,
            URL(base + onward.target, encoded=True),
            headers=onward.headers,
            data=onward.body,
            allow_redirects=False,
        )
        return UpstreamAnswer(response, await response.read() if _is_short(response) else None)


def _is_short(response: aiohttp.ClientResponse) -> bool:
    length = response.content_length
    return (
        (length is not None and length <= SHORT_BYTES) or response.method == "HEAD" or response.status in ALWAYS_EMPTY
    )
