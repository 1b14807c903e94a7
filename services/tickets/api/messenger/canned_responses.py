"""`/v1/helpdesk/canned-responses`: agents read and write."""

from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel

from services.tickets.api.asking import Reader, Writer
from services.tickets.domain.canned_response import CannedResponse
from services.tickets.usecases.add_canned_response import add_canned_response
from services.tickets.usecases.change_canned_response import change_canned_response
from services.tickets.usecases.ports import Ports
from shared.dialects.fields import Name, Tag, Text
from shared.events.envelope import rfc3339
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.changes import Changes, kept
from shared.http.documented import Row, page_of
from shared.http.door import path_id
from shared.http.paging import Limit, cursor_of, read_cursor

PATH = "/v1/helpdesk/canned-responses"
# As short as a tag, and for the same reason: people type it.
Shortcut = Tag


class CannedResponseBody(BaseModel):
    title: Name
    text: Text
    shortcut: Shortcut | None = None


class CannedResponseChanges(Changes):
    """Only what is given changes; null takes a shortcut away."""

    title: Name = kept()
    text: Text = kept()
    shortcut: Shortcut | None = None


class CannedResponseShown(Row):
    """A text that agents answer with often."""

    title: str
    text: str
    shortcut: str | None


CannedResponsePage = page_of("canned_responses", CannedResponseShown)


def canned_responses_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    @router.get("", response_model=CannedResponsePage)
    async def list_canned_responses(caller: Reader, limit: Limit = 25, cursor: str | None = None) -> Response:
        responses, more = await ports.canned_responses.page(caller.tenant, after=read_cursor(cursor), limit=limit)
        return json_answer(
            {
                "canned_responses": [canned_response_out(response) for response in responses],
                "next_cursor": cursor_of(responses[-1].id) if more else None,
            }
        )

    @router.post("", status_code=201, response_model=CannedResponseShown)
    async def create_canned_response(actor: Writer, body: CannedResponseBody) -> Response:
        return json_answer(
            canned_response_out(await add_canned_response(ports, tenant_id=actor.tenant_id, **body.model_dump())),
            status_code=201,
        )

    @router.get("/{canned_id}", response_model=CannedResponseShown)
    async def get_canned_response(caller: Reader, canned_id: str) -> Response:
        return json_answer(canned_response_out(await ports.canned_responses.get(caller.tenant, path_id(canned_id))))

    @router.put("/{canned_id}", response_model=CannedResponseShown)
    async def put_canned_response(actor: Writer, canned_id: str, body: CannedResponseChanges) -> Response:
        response = await change_canned_response(
            ports,
            tenant_id=actor.tenant_id,
            response_id=path_id(canned_id),
            **body.given(),
        )
        return json_answer(canned_response_out(response))

    @router.delete("/{canned_id}", status_code=204)
    async def delete_canned_response(actor: Writer, canned_id: str) -> Response:
        await ports.canned_responses.remove(actor.tenant_id, path_id(canned_id))
        return Response(status_code=204)

    return router


def canned_response_out(response: CannedResponse) -> dict[str, Any]:
    return {
        "id": str(response.id),
        "title": response.title,
        "text": response.text,
        "shortcut": response.shortcut,
        "created_at": rfc3339(response.created_at),
        "updated_at": rfc3339(response.updated_at),
    }
