"""`/api/helpdesk/tickets/{id}/messages` of the entity surface."""

from fastapi import APIRouter, Depends, Response

from services.tickets.api.asking import Author
from services.tickets.api.entity.bodies import MessageBody
from services.tickets.api.entity.entity_id import check_entity_id
from services.tickets.api.entity.shown import MessageShown
from services.tickets.api.wishes import wishes
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.reply import reply
from services.tickets.usecases.snapshot import message_snapshot
from shared.dialects.entity import message_out
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.door import path_id

PATH = "/api/helpdesk/tickets/{ticket_id}/messages"


def replies_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["entity"], dependencies=[Depends(check_entity_id)], route_class=AskedRoute)

    @router.post("", status_code=201, response_model=MessageShown)
    async def post_message(actor: Author, ticket_id: str, body: MessageBody) -> Response:
        message = await reply(
            ports,
            actor=actor,
            ticket_id=path_id(ticket_id),
            text=body.body,
            internal=body.is_internal,
            attachments=wishes(body.attachments),
        )
        return json_answer(message_out(message_snapshot(message)), status_code=201)

    return router
