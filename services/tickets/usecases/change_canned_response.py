"""Change a canned response."""

from dataclasses import replace
from uuid import UUID

from services.tickets.domain.canned_response import CannedResponse
from services.tickets.usecases.ports import Ports


async def change_canned_response(
    ports: Ports, *, tenant_id: UUID, response_id: UUID, **given: str | None
) -> CannedResponse:
    """The response with what was given (title, text, shortcut) changed. Raises Conflict as `add_canned_response`."""
    before = await ports.canned_responses.get(tenant_id, response_id)
    response = replace(before, **given, updated_at=ports.clock())  # type: ignore[arg-type]  # fields by name
    await ports.canned_responses.save(response)
    return response
