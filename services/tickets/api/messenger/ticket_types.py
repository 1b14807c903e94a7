"""`/v1/helpdesk/ticket-types`: the enabled ones for everyday use, `/config` for all."""

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import AfterValidator, BaseModel, Field, StrictBool, StringConstraints

from services.tickets.api.asking import Configurer, Reader
from services.tickets.domain.directory import TicketType
from services.tickets.usecases.add_ticket_type import add_ticket_type
from services.tickets.usecases.change_ticket_type import change_ticket_type
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.remove_ticket_type import remove_ticket_type
from shared.dialects.fields import Name, only_tab_and_line_breaks
from shared.events.envelope import rfc3339
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.changes import Changes, kept
from shared.http.documented import Row, page_of, refuses
from shared.http.door import path_id

PATH = "/v1/helpdesk/ticket-types"
Description = Annotated[str, StringConstraints(max_length=4096), AfterValidator(only_tab_and_line_breaks)]
SortOrder = Annotated[int, Field(strict=True, ge=-1_000_000, le=1_000_000)]


class TicketTypeBody(BaseModel):
    name: Name
    description: Description | None = None
    sort_order: SortOrder = 0


class TicketTypeChanges(Changes):
    """Only what is given changes; null takes a description away."""

    name: Name = kept()
    description: Description | None = None
    sort_order: SortOrder = kept()
    enabled: StrictBool = kept()


class TicketTypeShown(Row):
    """What a ticket is about; a disabled type is offered for no new ticket."""

    name: str
    description: str | None
    sort_order: int
    enabled: bool


TicketTypePage = page_of("ticket_types", TicketTypeShown)


def ticket_types_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    def listed(types: list[TicketType]) -> dict[str, Any]:
        return {"ticket_types": [ticket_type_out(each) for each in types], "next_cursor": None}

    @router.get("", response_model=TicketTypePage)
    async def list_enabled(caller: Reader) -> Response:
        return json_answer(listed([each for each in await ports.ticket_types.of_tenant(caller.tenant) if each.enabled]))

    @router.get("/config", response_model=TicketTypePage)
    async def list_all(caller: Reader) -> Response:
        return json_answer(listed(await ports.ticket_types.of_tenant(caller.tenant)))

    @router.post("", status_code=201, response_model=TicketTypeShown)
    async def create_ticket_type(caller: Configurer, body: TicketTypeBody) -> Response:
        ticket_type = await add_ticket_type(
            ports,
            tenant_id=caller.tenant,
            name=body.name,
            description=body.description,
            sort_order=body.sort_order,
        )
        return json_answer(ticket_type_out(ticket_type), status_code=201)

    @router.get("/{ticket_type_id}", response_model=TicketTypeShown)
    async def get_ticket_type(caller: Reader, ticket_type_id: str) -> Response:
        return json_answer(ticket_type_out(await ports.ticket_types.get(caller.tenant, path_id(ticket_type_id))))

    @router.put("/{ticket_type_id}", response_model=TicketTypeShown)
    async def put_ticket_type(caller: Configurer, ticket_type_id: str, body: TicketTypeChanges) -> Response:
        ticket_type = await change_ticket_type(
            ports,
            tenant_id=caller.tenant,
            ticket_type_id=path_id(ticket_type_id),
            **body.given(),
        )
        return json_answer(ticket_type_out(ticket_type))

    @router.delete(
        "/{ticket_type_id}",
        status_code=204,
        responses=refuses(409, "in_use", "There are tickets of this type; disable it instead."),
    )
    async def delete_ticket_type(caller: Configurer, ticket_type_id: str) -> Response:
        await remove_ticket_type(ports, tenant_id=caller.tenant, ticket_type_id=path_id(ticket_type_id))
        return Response(status_code=204)

    return router


def ticket_type_out(ticket_type: TicketType) -> dict[str, Any]:
    return {
        "id": str(ticket_type.id),
        "name": ticket_type.name,
        "description": ticket_type.description,
        "sort_order": ticket_type.sort_order,
        "enabled": ticket_type.enabled,
        "created_at": rfc3339(ticket_type.created_at),
        "updated_at": rfc3339(ticket_type.updated_at),
    }
