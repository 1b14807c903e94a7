"""`/v1/helpdesk/tickets/{id}/messages`: the whole conversation."""

from fastapi import APIRouter, Response

from services.tickets.api.asking import Viewer
from services.tickets.api.messenger.shown import MessagePage
from services.tickets.usecases.list_messages import list_messages
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.snapshot import message_snapshot
from shared.dialects.messenger import message_out
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.door import path_id
from shared.http.paging import Limit, cursor_of, read_cursor

PATH = "/v1/helpdesk/tickets/{ticket_id}/messages"


def messages_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    @router.get("", response_model=MessagePage)
    async def get_messages(actor: Viewer, ticket_id: str, limit: Limit = 25, cursor: str | None = None) -> Response:
        part = await list_messages(
            ports, actor=actor, ticket_id=path_id(ticket_id), after=read_cursor(cursor), limit=limit
        )
        said = [message_out(message_snapshot(message)) for message in part.messages]
        return json_answer({"messages": said, "next_cursor": cursor_of(part.last) if part.last is not None else None})

    return router
