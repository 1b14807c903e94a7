"""`/api/helpdesk/tickets`: open, list, show, change, assign, close, reopen."""

from fastapi import APIRouter, Response

from services.tickets.api.answers import ticket_answer, ticket_shown
from services.tickets.api.asking import Author, Viewer, Writer
from services.tickets.api.rows import Rows
from services.tickets.api.workflow.bodies import AssignBody, CloseBody, Listing, NewTicketBody, TicketChanges
from services.tickets.api.workflow.shown import ConversationShown, TicketPageShown, TicketShown
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.change_ticket import change_ticket
from services.tickets.usecases.close_ticket import close_ticket
from services.tickets.usecases.number_pages import numbered_page
from services.tickets.usecases.open_ticket import open_ticket
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.read_ticket import read_ticket
from services.tickets.usecases.reopen_ticket import reopen_ticket
from services.tickets.usecases.snapshot import message_snapshot, snapshot
from shared.dialects.workflow import details_out, message_out, page_meta, ticket_out
from shared.http.asked import AskedRoute
from shared.http.documented import refuses
from shared.http.door import path_id

PATH = "/api/helpdesk/tickets"
ALREADY_CLOSED = refuses(400, "already_closed", "This ticket is closed already.")
NOT_CLOSED = refuses(400, "not_closed", "Only a closed or resolved ticket can be reopened.")


def tickets_api(ports: Ports) -> APIRouter:
    rows, details = Rows(ticket_out), Rows(details_out)
    router = APIRouter(prefix=PATH, tags=["workflow"], route_class=AskedRoute)

    def shown(ticket: Ticket, *, status_code: int = 200) -> Response:
        body = details_out(snapshot(ticket, now=ports.clock()))
        return ticket_answer(body, version=ticket.version, status_code=status_code)

    @router.post("", status_code=201, response_model=TicketShown)
    async def create_ticket(actor: Author, body: NewTicketBody) -> Response:
        return shown(await open_ticket(ports, actor=actor, wanted=body.to_command()), status_code=201)

    @router.get("", response_model=TicketPageShown)
    async def list_tickets(actor: Viewer, query: Listing) -> Response:
        now = ports.clock()
        having = query.to_filter(now=now)
        found = await numbered_page(
            ports, actor=actor, having=having, text=query.search, page=query.page, limit=query.limit
        )
        count = found.count
        meta = page_meta(query.page, query.limit, total=count.total, is_lower_bound=count.is_lower_bound)
        return rows.answer("data", found.tickets, now=now, meta=meta)

    @router.get("/{ticket_id}", response_model=ConversationShown)
    async def get_ticket(actor: Viewer, ticket_id: str) -> Response:
        read = await read_ticket(ports, actor=actor, ticket_id=path_id(ticket_id))
        said = [message_out(message_snapshot(message)) for message in read.messages]
        conversation = details.talk(read.ticket, now=ports.clock(), messages=said)
        return ticket_shown(conversation, version=read.ticket.version)

    @router.patch("/{ticket_id}", response_model=TicketShown)
    async def patch_ticket(actor: Author, ticket_id: str, body: TicketChanges) -> Response:
        wanted = body.to_command()
        return shown((await change_ticket(ports, actor=actor, ticket_id=path_id(ticket_id), wanted=wanted)).ticket)

    @router.post("/{ticket_id}/assign", response_model=TicketShown)
    async def assign(actor: Writer, ticket_id: str, body: AssignBody) -> Response:
        wanted = body.to_command()
        return shown((await change_ticket(ports, actor=actor, ticket_id=path_id(ticket_id), wanted=wanted)).ticket)

    @router.post("/{ticket_id}/close", response_model=TicketShown, responses=ALREADY_CLOSED)
    async def close(actor: Author, ticket_id: str, body: CloseBody | None = None) -> Response:
        resolution = None if body is None else body.resolution
        return shown(await close_ticket(ports, actor=actor, ticket_id=path_id(ticket_id), resolution=resolution))

    @router.post("/{ticket_id}/reopen", response_model=TicketShown, responses=NOT_CLOSED)
    async def reopen(actor: Author, ticket_id: str) -> Response:
        return shown(await reopen_ticket(ports, actor=actor, ticket_id=path_id(ticket_id)))

    return router
