"""`/v1/helpdesk/tickets/{id}/merge` and `/unmerge`; for agents."""

from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel

from services.tickets.api.answers import ticket_answer
from services.tickets.api.asking import Writer
from services.tickets.api.messenger.shown import TicketShown
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.merge_tickets import merge_tickets
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.snapshot import snapshot
from services.tickets.usecases.unmerge_ticket import unmerge_ticket
from shared.dialects.messenger import ticket_out
from shared.http.asked import AskedRoute
from shared.http.documented import refuses
from shared.http.door import path_id

PATH = "/v1/helpdesk/tickets/{ticket_id}"
NOT_MERGED = refuses(409, "already_merged", "This ticket was merged into another one before.")
NOT_UNMERGED = refuses(409, "not_merged", "This ticket is not merged into another one.")


class MergeBody(BaseModel):
    """`into` is the ticket in which this one goes on."""

    into: UUID


def merging_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    def shown(ticket: Ticket) -> Response:
        return ticket_answer(ticket_out(snapshot(ticket, now=ports.clock())), version=ticket.version)

    @router.post("/merge", response_model=TicketShown, responses=NOT_MERGED)
    async def merge(actor: Writer, ticket_id: str, body: MergeBody) -> Response:
        return shown(await merge_tickets(ports, actor=actor, ticket_id=path_id(ticket_id), into=body.into))

    @router.post("/unmerge", response_model=TicketShown, responses=NOT_UNMERGED)
    async def unmerge(actor: Writer, ticket_id: str) -> Response:
        return shown(await unmerge_ticket(ports, actor=actor, ticket_id=path_id(ticket_id)))

    return router
