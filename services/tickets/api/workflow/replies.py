"""`/api/helpdesk/tickets/{id}/reply`."""

from fastapi import APIRouter, Response

from services.tickets.api.asking import Author
from services.tickets.api.wishes import wishes
from services.tickets.api.workflow.bodies import ReplyBody
from services.tickets.api.workflow.shown import MessageShown
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.reply import reply
from services.tickets.usecases.snapshot import message_snapshot
from shared.dialects.workflow import message_out
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.door import path_id

PATH = "/api/helpdesk/tickets/{ticket_id}/reply"


def replies_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["workflow"], route_class=AskedRoute)

    @router.post("", status_code=201, response_model=MessageShown)
    async def post_reply(actor: Author, ticket_id: str, body: ReplyBody) -> Response:
        message = await reply(
            ports,
            actor=actor,
            ticket_id=path_id(ticket_id),
            text=body.body,
            internal=body.internal,
            attachments=wishes(body.attachments),
        )
        return json_answer(message_out(message_snapshot(message)), status_code=201)

    return router
