"""`/v1/helpdesk/tickets`: open, list, show, change, delete."""

from fastapi import APIRouter, Response

from services.tickets.api.answers import ticket_answer, ticket_shown
from services.tickets.api.asking import Author, Viewer, Writer
from services.tickets.api.messenger.bodies import (
    AssignBody,
    Listing,
    NewTicketBody,
    PriorityBody,
    StatusBody,
    TicketChanges,
    status_command,
)
from services.tickets.api.messenger.saved_views import through_view
from services.tickets.api.messenger.shown import ConversationShown, TicketPage, TicketShown
from services.tickets.api.rows import Rows
from services.tickets.domain.actor import Actor
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.change_ticket import Wanted, change_ticket
from services.tickets.usecases.delete_ticket import delete_ticket
from services.tickets.usecases.find_tickets import find_tickets
from services.tickets.usecases.open_ticket import open_ticket
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.read_ticket import read_ticket
from services.tickets.usecases.snapshot import message_snapshot, snapshot
from services.tickets.usecases.visible import check_viewing, only_own
from shared.dialects.messenger import customer_ticket_out, message_out, ticket_out
from shared.http.asked import AskedRoute
from shared.http.documented import refuses
from shared.http.door import path_id
from shared.http.paging import cursor_of, read_cursor

PATH = "/v1/helpdesk/tickets"
EXTERNAL_ID_TAKEN = refuses(409, "external_id_taken", "Another ticket has this external_id.")


def tickets_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)
    of_staff, of_customers = Rows(ticket_out), Rows(customer_ticket_out)

    def rows(actor: Actor) -> Rows:
        return of_staff if actor.contact_id is None else of_customers

    def shown(ticket: Ticket, *, actor: Actor, status_code: int = 200) -> Response:
        out = ticket_out if actor.contact_id is None else customer_ticket_out
        body = out(snapshot(ticket, now=ports.clock()))
        return ticket_answer(body, version=ticket.version, status_code=status_code)

    async def change(ticket_id: str, wanted: Wanted, *, actor: Actor) -> Response:
        amended = await change_ticket(ports, actor=actor, ticket_id=path_id(ticket_id), wanted=wanted)
        return shown(amended.ticket, actor=actor)

    @router.post("", status_code=201, response_model=TicketShown, responses=EXTERNAL_ID_TAKEN)
    async def create_ticket(actor: Author, body: NewTicketBody) -> Response:
        ticket = await open_ticket(ports, actor=actor, wanted=body.to_command())
        return shown(ticket, actor=actor, status_code=201)

    @router.get("", response_model=TicketPage)
    async def list_tickets(actor: Viewer, query: Listing) -> Response:
        after = read_cursor(query.cursor)
        await check_viewing(ports, actor=actor)
        asked = await through_view(ports, query)
        tickets, last = await find_tickets(
            ports,
            tenant_id=actor.tenant_id,
            having=only_own(asked.to_filter(), actor=actor),
            text=asked.search,
            after=after,
            limit=query.limit,
            messages=True,
        )
        next_cursor = cursor_of(last) if last else None
        return rows(actor).answer("tickets", tickets, now=ports.clock(), next_cursor=next_cursor)

    @router.get("/{ticket_id}", response_model=ConversationShown)
    async def get_ticket(actor: Viewer, ticket_id: str) -> Response:
        read = await read_ticket(ports, actor=actor, ticket_id=path_id(ticket_id))
        said = [message_out(message_snapshot(message)) for message in read.messages]
        conversation = rows(actor).talk(read.ticket, now=ports.clock(), messages=said)
        return ticket_shown(conversation, version=read.ticket.version)

    @router.patch("/{ticket_id}", response_model=TicketShown)
    async def patch_ticket(actor: Author, ticket_id: str, body: TicketChanges) -> Response:
        return await change(ticket_id, body.to_command(), actor=actor)

    @router.patch("/{ticket_id}/status", response_model=TicketShown)
    async def set_status(actor: Author, ticket_id: str, body: StatusBody) -> Response:
        return await change(ticket_id, status_command(body.status), actor=actor)

    @router.patch("/{ticket_id}/assign", response_model=TicketShown)
    async def assign(actor: Writer, ticket_id: str, body: AssignBody) -> Response:
        return await change(ticket_id, Wanted(assignee_id=body.assigned_to), actor=actor)

    @router.patch("/{ticket_id}/priority", response_model=TicketShown)
    async def set_priority(actor: Writer, ticket_id: str, body: PriorityBody) -> Response:
        return await change(ticket_id, Wanted(priority=body.priority), actor=actor)

    @router.delete("/{ticket_id}", status_code=204)
    async def delete(actor: Writer, ticket_id: str) -> Response:
        await delete_ticket(ports, actor=actor, ticket_id=path_id(ticket_id))
        return Response(status_code=204)

    return router
