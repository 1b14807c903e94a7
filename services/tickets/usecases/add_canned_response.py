"""Add a canned response."""

from uuid import UUID

from services.tickets.domain.canned_response import CannedResponse
from services.tickets.usecases.ports import Ports
from shared.ids import new_id_of


async def add_canned_response(
    ports: Ports, *, tenant_id: UUID, title: str, text: str, shortcut: str | None
) -> CannedResponse:
    """The new response. Raises Conflict where another one has the shortcut."""
    now = ports.clock()
    response = CannedResponse(new_id_of("canned response"), tenant_id, title, text, shortcut, now, now)
    return await ports.canned_responses.add(response)
