"""`/api/helpdesk/tickets` of the entity surface: open, list, show, change."""

from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.tickets.api.answers import ticket_answer, ticket_shown
from services.tickets.api.asking import Author, Viewer
from services.tickets.api.entity.bodies import Listing, ListQuery, NewTicketBody, TicketChanges
from services.tickets.api.entity.entity_id import NAME, check_entity_id
from services.tickets.api.entity.shown import ConversationShown, TicketShown
from services.tickets.api.rows import Rows
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.change_ticket import change_ticket
from services.tickets.usecases.find_tickets import find_tickets
from services.tickets.usecases.open_ticket import open_ticket
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.read_ticket import read_ticket
from services.tickets.usecases.snapshot import message_snapshot, snapshot
from services.tickets.usecases.visible import check_viewing, only_own
from shared.dialects.entity import message_out, ticket_out
from shared.http.asked import AskedRoute
from shared.http.door import path_id
from shared.http.paging import cursor_of, read_cursor

PATH = "/api/helpdesk/tickets"


def tickets_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["entity"], dependencies=[Depends(check_entity_id)], route_class=AskedRoute)
    rows = Rows(ticket_out)

    def shown(ticket: Ticket, *, status_code: int = 200) -> Response:
        said = ticket_out(snapshot(ticket, now=ports.clock()))
        return ticket_answer(said, version=ticket.version, status_code=status_code)

    @router.post("", status_code=201, response_model=TicketShown)
    async def create_ticket(actor: Author, body: NewTicketBody) -> Response:
        return shown(await open_ticket(ports, actor=actor, wanted=body.to_command()), status_code=201)

    @router.get("", response_model=list[TicketShown])
    async def list_tickets(actor: Viewer, query: Listing) -> Response:
        await check_viewing(ports, actor=actor)
        tickets, last = await find_tickets(
            ports,
            tenant_id=actor.tenant_id,
            having=only_own(query.to_filter(), actor=actor),
            text=query.search,
            after=read_cursor(query.cursor),
            limit=query.limit,
            messages=False,
        )
        now = ports.clock()
        answer = Response(rows.array(tickets, now=now), media_type="application/json")
        if last is not None:
            answer.headers["Link"] = f'<{_next(query, tenant_id=actor.tenant_id, last=last)}>; rel="next"'
        return answer

    @router.get("/{ticket_id}", response_model=ConversationShown)
    async def get_ticket(actor: Viewer, ticket_id: str) -> Response:
        read = await read_ticket(ports, actor=actor, ticket_id=path_id(ticket_id))
        said = [message_out(message_snapshot(message)) for message in read.messages]
        conversation = rows.talk(read.ticket, now=ports.clock(), messages=said)
        return ticket_shown(conversation, version=read.ticket.version)

    @router.patch("/{ticket_id}", response_model=TicketShown)
    async def patch_ticket(actor: Author, ticket_id: str, body: TicketChanges) -> Response:
        wanted = body.to_command()
        return shown((await change_ticket(ports, actor=actor, ticket_id=path_id(ticket_id), wanted=wanted)).ticket)

    return router


def _next(query: ListQuery, *, tenant_id: UUID, last: UUID) -> str:
    """The address of the next page, which names the entity even where this request did so elsewhere."""
    asked = query.model_dump(mode="json", exclude_unset=True, exclude={"cursor"})
    return f"{PATH}?{urlencode({NAME: str(tenant_id), **asked, 'cursor': cursor_of(last)})}"
