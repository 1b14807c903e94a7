"""`/v1/helpdesk/tickets/{id}/reply` and `/customer-reply`."""

from fastapi import APIRouter, Response

from services.tickets.api.asking import Author
from services.tickets.api.messenger.bodies import CustomerReplyBody, ReplyBody
from services.tickets.api.messenger.shown import MessageShown
from services.tickets.api.wishes import wishes
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.reply import customer_reply, reply
from services.tickets.usecases.snapshot import message_snapshot
from shared.dialects.messenger import message_out
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.documented import refuses
from shared.http.door import path_id

PATH = "/v1/helpdesk/tickets/{ticket_id}"
WRONG_CHANNEL = refuses(409, "wrong_channel", "Only a ticket of the channel virtual takes a customer's reply here.")


def replies_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    @router.post("/reply", status_code=201, response_model=MessageShown)
    async def post_reply(actor: Author, ticket_id: str, body: ReplyBody) -> Response:
        message = await reply(
            ports,
            actor=actor,
            ticket_id=path_id(ticket_id),
            text=body.text,
            internal=body.internal,
            attachments=wishes(body.attachments),
        )
        return json_answer(message_out(message_snapshot(message)), status_code=201)

    @router.post("/customer-reply", status_code=201, response_model=MessageShown, responses=WRONG_CHANNEL)
    async def post_customer_reply(actor: Author, ticket_id: str, body: CustomerReplyBody) -> Response:
        message = await customer_reply(ports, actor=actor, ticket_id=path_id(ticket_id), text=body.text)
        return json_answer(message_out(message_snapshot(message)), status_code=201)

    return router
