"""`/v1/helpdesk/tickets`: open, list, show, change, delete."""

from fastapi import APIRouter, Response

from services.tickets.api.answers import ticket_answer, ticket_shown
from services.tickets.api.callers import reader, writer
from services.tickets.api.messenger.bodies import (
    AssignBody,
    Listing,
    NewTicketBody,
    PriorityBody,
    StatusBody,
    TicketChanges,
    status_command,
)
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.change_ticket import Wanted, change_ticket
from services.tickets.usecases.delete_ticket import delete_ticket
from services.tickets.usecases.open_ticket import open_ticket
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.snapshot import message_snapshot, snapshot
from shared.dialects.messenger import message_out, ticket_out
from shared.http.app import json_answer
from shared.http.door import path_id
from shared.http.paging import cursor_of, read_cursor

PATH = "/v1/helpdesk/tickets"
EMBEDDED_MESSAGES = 100


def tickets_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"])

    def shown(ticket: Ticket, *, status_code: int = 200) -> Response:
        body = ticket_out(snapshot(ticket, now=ports.clock()))
        return ticket_answer(body, version=ticket.version, status_code=status_code)

    async def change(ticket_id: str, wanted: Wanted) -> Response:
        amended = await change_ticket(ports, actor=writer(), ticket_id=path_id(ticket_id), wanted=wanted)
        return shown(amended.ticket)

    @router.post("", status_code=201)
    async def create_ticket(body: NewTicketBody) -> Response:
        ticket = await open_ticket(ports, actor=writer(), wanted=body.to_command())
        return shown(ticket, status_code=201)

    @router.get("")
    async def list_tickets(query: Listing) -> Response:
        tenant_id, after = reader().tenant, read_cursor(query.cursor)
        tickets, more = await ports.tickets.page(tenant_id, having=query.to_filter(), after=after, limit=query.limit)
        now = ports.clock()
        page = [ticket_out(snapshot(ticket, now=now)) for ticket in tickets]
        return json_answer({"tickets": page, "next_cursor": cursor_of(tickets[-1].id) if more else None})

    @router.get("/{ticket_id}")
    async def get_ticket(ticket_id: str) -> Response:
        tenant_id = reader().tenant
        ticket = await ports.tickets.get(tenant_id, path_id(ticket_id))
        messages = await ports.messages.newest(tenant_id, ticket.id, limit=EMBEDDED_MESSAGES)
        if ticket.opening is not None and len(messages) < EMBEDDED_MESSAGES:
            messages.insert(0, ticket.opening)
        said = [message_out(message_snapshot(message)) for message in messages]
        body = {**ticket_out(snapshot(ticket, now=ports.clock())), "messages": said}
        return ticket_shown(body, version=ticket.version)

    @router.patch("/{ticket_id}")
    async def patch_ticket(ticket_id: str, body: TicketChanges) -> Response:
        return await change(ticket_id, body.to_command())

    @router.patch("/{ticket_id}/status")
    async def set_status(ticket_id: str, body: StatusBody) -> Response:
        return await change(ticket_id, status_command(body.status))

    @router.patch("/{ticket_id}/assign")
    async def assign(ticket_id: str, body: AssignBody) -> Response:
        return await change(ticket_id, Wanted(assignee_id=body.assigned_to))

    @router.patch("/{ticket_id}/priority")
    async def set_priority(ticket_id: str, body: PriorityBody) -> Response:
        return await change(ticket_id, Wanted(priority=body.priority))

    @router.delete("/{ticket_id}", status_code=204)
    async def delete(ticket_id: str) -> Response:
        await delete_ticket(ports, actor=writer(), ticket_id=path_id(ticket_id))
        return Response(status_code=204)

    return router
