"""`/v1/helpdesk/custom-fields`: admins write, agents read."""

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field, StrictBool

from services.tickets.api.asking import Configurer, Reader
from services.tickets.domain.custom_field import MOST_OPTIONS, CustomField, FieldType
from services.tickets.usecases.add_custom_field import add_custom_field
from services.tickets.usecases.change_custom_field import change_custom_field
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.remove_custom_field import remove_custom_field
from shared.dialects.fields import Name
from shared.events.envelope import rfc3339
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.changes import Changes, kept
from shared.http.documented import Row, page_of, refuses
from shared.http.door import path_id
from shared.http.paging import Limit, cursor_of, read_cursor

PATH = "/v1/helpdesk/custom-fields"
Options = Annotated[list[Name], Field(max_length=MOST_OPTIONS)]


class CustomFieldBody(BaseModel):
    """A select has options, and no other type has."""

    name: Name
    type: FieldType
    options: Options | None = None
    required: StrictBool = False


class CustomFieldChanges(Changes):
    """Only what is given changes; the type stays."""

    name: Name = kept()
    type: FieldType = kept()
    options: Options = kept()
    required: StrictBool = kept()

    def given(self) -> dict[str, Any]:
        return {"kind" if name == "type" else name: value for name, value in super().given().items()}


class CustomFieldShown(Row):
    """A field that tickets have beside their own; `options` has something for a select only."""

    name: str
    type: FieldType
    options: list[str]
    required: bool


CustomFieldPage = page_of("custom_fields", CustomFieldShown)


def custom_fields_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    @router.get("", response_model=CustomFieldPage)
    async def list_custom_fields(caller: Reader, limit: Limit = 25, cursor: str | None = None) -> Response:
        fields, more = await ports.custom_fields.page(caller.tenant, after=read_cursor(cursor), limit=limit)
        return json_answer(
            {
                "custom_fields": [custom_field_out(field) for field in fields],
                "next_cursor": cursor_of(fields[-1].id) if more else None,
            }
        )

    @router.post("", status_code=201, response_model=CustomFieldShown)
    async def create_custom_field(caller: Configurer, body: CustomFieldBody) -> Response:
        field = await add_custom_field(
            ports,
            tenant_id=caller.tenant,
            name=body.name,
            kind=body.type,
            options=body.options or (),
            required=body.required,
        )
        return json_answer(custom_field_out(field), status_code=201)

    @router.get("/{field_id}", response_model=CustomFieldShown)
    async def get_custom_field(caller: Reader, field_id: str) -> Response:
        return json_answer(custom_field_out(await ports.custom_fields.get(caller.tenant, path_id(field_id))))

    @router.put("/{field_id}", response_model=CustomFieldShown)
    async def put_custom_field(caller: Configurer, field_id: str, body: CustomFieldChanges) -> Response:
        field = await change_custom_field(
            ports,
            tenant_id=caller.tenant,
            field_id=path_id(field_id),
            **body.given(),
        )
        return json_answer(custom_field_out(field))

    @router.delete(
        "/{field_id}",
        status_code=204,
        responses=refuses(409, "in_use", "There are tickets with a value in this field."),
    )
    async def delete_custom_field(caller: Configurer, field_id: str) -> Response:
        await remove_custom_field(ports, tenant_id=caller.tenant, field_id=path_id(field_id))
        return Response(status_code=204)

    return router


def custom_field_out(field: CustomField) -> dict[str, Any]:
    return {
        "id": str(field.id),
        "name": field.name,
        "type": field.type,
        "options": list(field.options),
        "required": field.required,
        "created_at": rfc3339(field.created_at),
        "updated_at": rfc3339(field.updated_at),
    }
