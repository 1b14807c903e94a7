"""The layer in front of an app that runs a POST with a key once, and answers its repeats as the first time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.errors import HelpdeskError
from shared.http.app import answer_on_surface
from shared.http.door import Refuse, current_caller
from shared.idempotency.answer import Gathering
from shared.idempotency.incoming import Incoming
from shared.idempotency.key import Asker, KeyReused, StillRunning, checked, given_keys, name_of
from shared.idempotency.records import LEASE, Claim, Records
from shared.ids import origin_of_ids

RENEW_SECONDS = LEASE.total_seconds() / 3


def repeatable(records: Records) -> Middleware:
    """The layer as it stands behind a service's door."""
    return Middleware(Repeatable, records=records, asker=_caller, refuse=answer_on_surface)


class Repeatable:
    """ASGI middleware. An answer leaves only after it was kept, so that whoever has seen it will see it again."""

    def __init__(self, app: ASGIApp, *, records: Records, asker: Callable[[], Asker], refuse: Refuse) -> None:
        self._app = app
        self._records = records
        self._asker = asker
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        keys = given_keys(scope)
        if not keys:
            await self._app(scope, receive, send)
            return
        try:
            await self._once(scope, receive, send, key=checked(keys))
        except HelpdeskError as error:
            await self._refuse(Request(scope), error)(scope, receive, send)

    async def _once(self, scope: Scope, receive: Receive, send: Send, *, key: bytes) -> None:
        asker = self._asker()
        incoming = Incoming(scope, receive, rights=asker.rights)
        await incoming.begin()
        fingerprint = await incoming.fingerprint() if incoming.ended else None
        found = await self._records.claim(asker.tenant_id, name_of(scope, key=key), fingerprint=fingerprint)
        if isinstance(found, Claim):
            await self._run(found, scope, incoming, send)
            return
        if found.fingerprint != await incoming.fingerprint():
            raise KeyReused
        await found.answer.replay(send)

    async def _run(self, claim: Claim, scope: Scope, incoming: Incoming, send: Send) -> None:
        said = Gathering()
        # What is streamed in leaves parts behind when it breaks off: its next run begins with ids of its own.
        origin = claim.origin if incoming.ended else None
        try:
            async with self._held(claim):
                with origin_of_ids(origin):
                    await self._app(scope, incoming.receive, said.send)
        except BaseException:
            await self._records.free(claim)
            await said.let_out(send)
            raise
        answer = said.answer()
        if not answer.final or not incoming.ended:
            await self._records.free(claim)
        elif not await self._records.keep(claim, answer, fingerprint=await incoming.fingerprint()):
            raise StillRunning
        await said.let_out(send)

    @asynccontextmanager
    async def _held(self, claim: Claim) -> AsyncIterator[None]:
        async def renew() -> None:
            while True:
                await asyncio.sleep(RENEW_SECONDS)
                await self._records.renew(claim)

        renewing = asyncio.create_task(renew())
        try:
            yield
        finally:
            renewing.cancel()


def _caller() -> Asker:
    """Not the key by which they came: who goes on with a new one repeats the same request."""
    caller = current_caller()
    rights = (caller.surface, caller.role, *caller.scopes, caller.contact_id or "")
    return Asker(caller.tenant, " ".join(rights))
