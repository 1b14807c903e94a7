"""A request's way through the gateway: route, principal, identity, the service, and back."""

import asyncio
from collections.abc import AsyncIterator

from gateway.api.admission import Admission
from gateway.api.asgi import Receive, Scope
from gateway.api.authorization import bearer
from gateway.api.body import Body
from gateway.api.entity import Content, content_for
from gateway.api.head import Head
from gateway.api.headers import inbound, outbound
from gateway.api.own_door import OwnDoor
from gateway.api.signing import Signer
from gateway.api.tracing import trace_headers
from gateway.api.visit import Visit
from gateway.domain.bodies import Allowances
from gateway.domain.exchange import Answer, Onward
from gateway.domain.principal import Principal
from gateway.domain.routes import OWN, Asked, Route, find_route, plain_path
from gateway.usecases.ports import Upstream
from shared.errors import NotFound, Unavailable
from shared.identity import HEADER
from shared.log import get_logger

log = get_logger()

IDENTITY = HEADER.lower().encode()
TAKE_SECONDS = 30.0


class Proxy:
    def __init__(
        self,
        *,
        upstream: Upstream,
        admission: Admission,
        own_door: OwnDoor,
        secret: str,
        allowances: Allowances,
    ) -> None:
        self._admission = admission
        self._allowances = allowances
        self._upstream = upstream
        self._own_door = own_door
        self._signer = Signer(secret)

    async def serve(self, visit: Visit, scope: Scope, receive: Receive) -> None:
        """Answer with what the service says. Raises what the gateway itself has to refuse."""
        query = scope["query_string"].decode("latin-1")
        key = bearer(visit.head)
        path = plain_path(scope["raw_path"])
        route = find_route(Asked(path or scope["raw_path"].decode("latin-1"), key or ""))
        if route is not None:
            visit.surface = route.surface
        await self._admission.enter(visit, scope)
        if route is None or path is None:
            raise _nothing_here()
        principal = None if route.keyless else await self._admission.admit(visit, scope, key=key)
        if route.service is None:
            raise _nothing_here()
        if principal is not None:
            principal.allow(scope["method"])
        if route.service == OWN and principal is not None:
            principal.administer()
            await self._own_door.serve(visit, scope, receive, principal=principal)
            return
        body = Body(visit.head, receive=receive, allowed=self._allowances.of(scope["method"], path))
        onward = Onward(
            method=scope["method"],
            target=f"{path}?{query}" if query else path,
            headers=self._headers(scope, visit=visit, principal=principal),
            body=await _content(route, body, head=visit.head, query=query, principal=principal),
            length=body.length,
        )
        await _give_back(await self._ask(route.service, onward, body=body), visit=visit, receive=receive)

    async def _ask(self, service: str, onward: Onward, *, body: Body) -> Answer:
        try:
            return await self._upstream.send(service, onward)
        except Unavailable:
            if body.refused is not None:
                raise body.refused from None
            raise

    def _headers(self, scope: Scope, *, visit: Visit, principal: Principal | None) -> list[tuple[bytes, bytes]]:
        headers = inbound(scope, head=visit.head)
        headers += trace_headers(visit.trace)
        headers.append((b"x-request-id", visit.request_id.encode()))
        if principal is not None:
            identity = self._signer.sign(principal, surface=visit.surface, request_id=visit.request_id)
            headers.append((IDENTITY, identity.encode()))
        return headers


async def _content(route: Route, body: Body, *, head: Head, query: str, principal: Principal | None) -> Content:
    if principal is None:
        return await body.whole_or_stream()
    return await content_for(route.surface, body, head=head, query=query, principal=principal)


def _nothing_here() -> NotFound:
    return NotFound("There is nothing at this address.")


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
