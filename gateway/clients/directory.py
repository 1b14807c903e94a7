"""The tenant's agents and contacts, asked of tickets."""

from uuid import UUID

from gateway.clients.upstream import HttpUpstream
from gateway.domain.exchange import Onward
from shared.errors import Unavailable
from shared.identity import HEADER, Caller, sign
from shared.log import current_request_id
from shared.trace import current_trace
from shared.vocabulary import Role, Scope, Surface

IDENTITY = HEADER.lower().encode()
TICKETS, GATEWAY = "tickets", "gateway"


class TicketsDirectory:
    """Asks in the gateway's own name: the operator, for whom it may ask, is nobody in a tenant."""

    def __init__(self, upstream: HttpUpstream, *, secret: str) -> None:
        self._upstream = upstream
        self._secret = secret

    async def has_agent(self, tenant_id: UUID, agent_id: UUID) -> bool:
        """Raises Unavailable."""
        return await self._has(f"agents/{agent_id}", tenant_id=tenant_id)

    async def has_contact(self, tenant_id: UUID, contact_id: UUID) -> bool:
        """Raises Unavailable."""
        return await self._has(f"contacts/{contact_id}", tenant_id=tenant_id)

    async def _has(self, place: str, *, tenant_id: UUID) -> bool:
        caller = Caller(
            tenant_id=str(tenant_id),
            role=Role.ADMIN,
            scopes=(Scope.READ,),
            name=GATEWAY,
            surface=Surface.MESSENGER,
            request_id=current_request_id() or "",
            via=GATEWAY,
        )
        identity = (IDENTITY, sign(caller, secret=self._secret).encode())
        trace = current_trace()
        carried = [(name.encode(), value.encode()) for name, value in trace.headers().items()] if trace else []
        asked = Onward("GET", f"/internal/principals/{place}", [identity, *carried], None)
        answer = await self._upstream.send(TICKETS, asked)
        if answer.body is None:
            answer.abandon()
        if answer.status not in {200, 404}:
            raise Unavailable("The agents and contacts cannot be asked; try again.")
        return answer.status == 200
