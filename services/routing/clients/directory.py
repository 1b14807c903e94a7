"""The tenant's agents, teams and ticket types, asked of tickets on behalf of the caller."""

from uuid import UUID

from shared.errors import Unavailable
from shared.http.door import current_caller
from shared.http.sibling import Sibling


class TicketsDirectory:
    def __init__(self, tickets: Sibling) -> None:
        self._tickets = tickets

    async def has_assignee(self, assignee_id: UUID) -> bool:
        return await self._has("agents", assignee_id) or await self._has("teams", assignee_id)

    async def has_ticket_type(self, ticket_type_id: UUID) -> bool:
        return await self._has("ticket-types", ticket_type_id)

    async def _has(self, resource: str, row_id: UUID) -> bool:
        answer = await self._tickets.ask("GET", f"/v1/helpdesk/{resource}/{row_id}", caller=current_caller())
        if answer.status_code not in {200, 404}:
            raise Unavailable(f"tickets answered {answer.status_code}")
        return answer.status_code == 200
