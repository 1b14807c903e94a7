"""A request's way through the gateway: route, principal, identity, the service, and back."""

import asyncio
from collections.abc import AsyncIterator

from gateway.api.asgi import Receive, Scope
from gateway.api.authorization import bearer
from gateway.api.body import Body
from gateway.api.headers import inbound, outbound
from gateway.api.signing import Signer
from gateway.api.visit import Visit
from gateway.domain.bodies import Allowances
from gateway.domain.exchange import Answer, Onward
from gateway.domain.principal import Principal
from gateway.domain.routes import Asked, Route, find_route, plain_path
from gateway.usecases.authenticate import authenticate
from gateway.usecases.ports import Ports, Upstream
from shared.errors import NotFound, Unavailable
from shared.identity import HEADER
from shared.log import get_logger

log = get_logger()

IDENTITY = HEADER.lower().encode()
TAKE_SECONDS = 30.0


class Proxy:
    def __init__(self, ports: Ports, *, upstream: Upstream, secret: str, allowances: Allowances) -> None:
        self._ports = ports
        self._allowances = allowances
        self._upstream = upstream
        self._signer = Signer(secret)

    async def serve(self, visit: Visit, scope: Scope, receive: Receive) -> None:
        """Answer with what the service says. Raises what the gateway itself has to refuse."""
        path = plain_path(scope["raw_path"])
        query = scope["query_string"].decode("latin-1")
        route = find_route(Asked(path, query)) if path else None
        if path is None or route is None:
            raise NotFound("There is nothing at this address.")
        visit.surface = route.surface
        principal = await authenticate(self._ports, key=bearer(visit.head))
        visit.tenant_id = principal.tenant_id
        principal.allow(scope["method"])
        body = Body(visit.head, receive=receive, allowed=self._allowances.of(scope["method"], path))
        onward = Onward(
            method=scope["method"],
            target=f"{path}?{query}" if query else path,
            headers=self._headers(scope, visit=visit, principal=principal),
            body=await body.whole_or_stream(),
            length=body.length,
        )
        answer = await self._ask(route, onward, body=body)
        await _give_back(answer, visit=visit, receive=receive)

    async def _ask(self, route: Route, onward: Onward, *, body: Body) -> Answer:
        try:
            return await self._upstream.send(route.service, onward)
        except Unavailable:
            if body.refused is not None:
                raise body.refused from None
            raise

    def _headers(self, scope: Scope, *, visit: Visit, principal: Principal) -> list[tuple[bytes, bytes]]:
        headers = inbound(scope, head=visit.head)
        headers.append((b"x-request-id", visit.request_id.encode()))
        identity = self._signer.sign(principal, surface=visit.surface, request_id=visit.request_id)
        headers.append((IDENTITY, identity.encode()))
        return headers


async def _give_back(answer: Answer, *, visit: Visit, receive: Receive) -> None:
    if answer.body is not None:
        await visit.start(answer.status, outbound(answer.headers))
        await visit.write(answer.body)
        return
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await visit.start(answer.status, outbound(answer.headers))
        async for chunk in _while_there(answer.chunks(), gone=gone):
            async with asyncio.timeout(TAKE_SECONDS):
                await visit.write(chunk, more=True)
        if not gone.done():
            await visit.write(b"")
    except (Unavailable, TimeoutError) as error:
        # The head is out: all that is left is to break off, so that nobody takes a part for the whole.
        log.warning("answer broken off", request_id=visit.request_id, error=repr(error))
    finally:
        gone.cancel()
        answer.abandon()


async def _while_there(chunks: AsyncIterator[bytes], *, gone: asyncio.Task[None]) -> AsyncIterator[bytes]:
    async for chunk in chunks:
        if gone.done():
            return
        yield chunk


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
