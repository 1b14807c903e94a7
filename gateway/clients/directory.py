"""The tenant's agents and contacts, asked of tickets."""

from uuid import UUID

from shared.errors import Unavailable
from shared.http.sibling import Sibling
from shared.identity import Caller
from shared.log import current_request_id
from shared.vocabulary import Role, Scope, Surface


class TicketsDirectory:
    """Asks in the gateway's own name: the operator, for whom it may ask, is nobody in a tenant."""

    def __init__(self, tickets: Sibling) -> None:
        self._tickets = tickets

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
            name="gateway",
            surface=Surface.MESSENGER,
            request_id=current_request_id() or "",
        )
        answer = await self._tickets.ask("GET", f"/internal/principals/{place}", caller=caller)
        if answer.status_code not in {200, 404}:
            raise Unavailable(f"tickets answered {answer.status_code}")
        return answer.status_code == 200
