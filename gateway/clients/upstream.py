"""Handing a request to one of a service's addresses, and its answer back, byte for byte."""

from collections.abc import Mapping, Sequence

import aiohttp

from gateway.clients.exchange import BROKEN_OFF, Address, UpstreamAnswer, connect, exchange
from gateway.domain.exchange import Onward
from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()

NOT_CONNECTED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class HttpUpstream:
    """The services' addresses, taken in turn; one that refuses the connection gives way to the next."""

    def __init__(self, connector: aiohttp.BaseConnector, *, services: Mapping[str, Sequence[str]]) -> None:
        self._connector = connector
        self._addresses = {service: tuple(Address(url) for url in urls) for service, urls in services.items()}
        self._turn = dict.fromkeys(services, 0)

    async def send(self, service: str, onward: Onward) -> UpstreamAnswer:
        """The answer. Raises Unavailable where no address takes the connection, or the service falls silent."""
        for address in self._in_turn(service):
            try:
                return await self._ask(address, onward)
            except NOT_CONNECTED as error:
                log.warning("service not reached", service_name=service, error=type(error).__name__)
            except BROKEN_OFF as error:
                log.warning("service broke off", service_name=service, error=repr(error))
                raise Unavailable("The service did not answer; try again.") from error
        raise Unavailable("The service cannot be reached; try again.")

    async def _ask(self, address: Address, onward: Onward) -> UpstreamAnswer:
        connection = await connect(self._connector, address)
        try:
            return await exchange(connection, onward, address=address)
        except aiohttp.ServerDisconnectedError:
            if onward.method not in SAFE or onward.body is not None:
                raise
        # The service closed a kept connection just then, as one that restarts does; reading twice harms nobody.
        connection = await connect(self._connector, address)
        return await exchange(connection, onward, address=address)

    def _in_turn(self, service: str) -> tuple[Address, ...]:
        addresses = self._addresses[service]
        if len(addresses) == 1:
            return addresses
        first = self._turn[service] = (self._turn[service] + 1) % len(addresses)
        return addresses[first:] + addresses[:first]
