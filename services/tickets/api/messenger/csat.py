"""`/v1/helpdesk/tickets/{id}/csat`; for customers."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from services.tickets.api.answers import ticket_answer
from services.tickets.api.asking import Customer
from services.tickets.api.messenger.shown import TicketShown
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.rate_ticket import rate_ticket
from services.tickets.usecases.snapshot import snapshot
from shared.dialects.fields import Text
from shared.dialects.messenger import customer_ticket_out
from shared.http.asked import AskedRoute
from shared.http.documented import refuses
from shared.http.door import path_id

PATH = "/v1/helpdesk/tickets/{ticket_id}/csat"
NOT_NOW = refuses(409, "already_rated", "This ticket has been rated already.")


class CsatBody(BaseModel):
    """5 is best."""

    rating: Annotated[int, Field(strict=True, ge=1, le=5)]
    comment: Text | None = None


def csat_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    @router.post("", response_model=TicketShown, responses=NOT_NOW)
    async def rate(actor: Customer, ticket_id: str, body: CsatBody) -> Response:
        ticket = await rate_ticket(
            ports, actor=actor, ticket_id=path_id(ticket_id), rating=body.rating, comment=body.comment
        )
        return ticket_answer(customer_ticket_out(snapshot(ticket, now=ports.clock())), version=ticket.version)

    return router
