"""`/helpdesk/api/v1/tickets`: list, show, create, change, delete."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from services.tickets.api.answers import ticket_answer, ticket_shown
from services.tickets.api.asking import Author, Viewer, Writer
from services.tickets.api.envelope.bodies import PATH, ChangedTicketBody, Listing, NewTicketBody
from services.tickets.api.envelope.cursors import cursor_of, read_cursor
from services.tickets.api.envelope.shown import EnvelopeShown, TicketPageShown
from services.tickets.api.rows import Rows
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.change_ticket import change_ticket
from services.tickets.usecases.delete_ticket import delete_ticket
from services.tickets.usecases.find_in_order import find_in_order
from services.tickets.usecases.open_ticket import open_ticket
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.snapshot import snapshot
from services.tickets.usecases.visible import check_viewing, only_own, visible_ticket
from shared.dialects.envelope import TICKET, ticket_out
from shared.http.asked import AskedRoute
from shared.http.door import path_id

# The first is the surface's own; its links lead to the second.
BASES = ("/helpdesk/api/v1", "/api/v1")


def tickets_api(ports: Ports) -> APIRouter:
    tickets, router = _routes(ports), APIRouter()
    for base in BASES:
        router.include_router(tickets, prefix=base + PATH)
    return router


def _routes(ports: Ports) -> APIRouter:
    router = APIRouter(tags=["envelope"], route_class=AskedRoute)
    rows = Rows(ticket_out)

    def written(ticket: Ticket, *, status_code: int = 200) -> Response:
        return ticket_answer(enveloped(ticket), version=ticket.version, status_code=status_code)

    def enveloped(ticket: Ticket) -> dict[str, Any]:
        return {"ticket": ticket_out(snapshot(ticket, now=ports.clock()))}

    @router.get("", response_model=TicketPageShown)
    async def list_tickets(actor: Viewer, query: Listing) -> Response:
        order = query.order
        await check_viewing(ports, actor=actor)
        after = read_cursor(query.after, tenant_id=actor.tenant_id, order=order)
        tickets, last = await find_in_order(
            ports,
            tenant_id=actor.tenant_id,
            having=only_own(query.to_filter(), actor=actor),
            text=query.search,
            order=order,
            after=after,
            limit=query.page_size,
        )
        now = ports.clock()
        cursor = cursor_of(last, tenant_id=actor.tenant_id, order=order) if last else None
        return rows.answer(
            "tickets",
            tickets,
            now=now,
            meta={"pageSize": query.page_size, "hasMore": cursor is not None},
            links={"next": cursor and BASES[-1] + query.link(after=cursor)},
        )

    @router.post("", status_code=201, response_model=EnvelopeShown)
    async def create_ticket(actor: Author, body: NewTicketBody) -> Response:
        return written(await open_ticket(ports, actor=actor, wanted=body.ticket.to_command()), status_code=201)

    @router.get("/{ticket_id}", response_model=EnvelopeShown)
    async def get_ticket(actor: Viewer, ticket_id: str) -> Response:
        ticket = await visible_ticket(ports, actor=actor, ticket_id=_id(ticket_id))
        return ticket_shown(b'{"ticket":%b}' % rows.one(ticket, now=ports.clock()), version=ticket.version)

    @router.put("/{ticket_id}", response_model=EnvelopeShown)
    async def change(actor: Author, ticket_id: str, body: ChangedTicketBody) -> Response:
        wanted = body.ticket.to_command()
        return written((await change_ticket(ports, actor=actor, ticket_id=_id(ticket_id), wanted=wanted)).ticket)

    @router.delete("/{ticket_id}", status_code=204)
    async def delete(actor: Writer, ticket_id: str) -> Response:
        await delete_ticket(ports, actor=actor, ticket_id=_id(ticket_id))
        return Response(status_code=204)

    return router


def _id(text: str) -> UUID:
    """The id of either spelling. Raises NotFound."""
    return path_id(text.removeprefix(f"{TICKET}_"))
