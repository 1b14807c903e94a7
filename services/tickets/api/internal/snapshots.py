"""`/internal/tickets` and `/internal/tenants`: everything that is held, page by page, for siblings that keep a copy."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.tickets.domain.filter import Filter
from services.tickets.domain.order import Place
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.snapshot import message_snapshot, snapshot
from shared.http.app import json_answer
from shared.http.door import sibling_caller
from shared.vocabulary import Scope

PageSize = Annotated[int, Query(ge=1, le=100)]


def snapshots_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix="/internal", tags=["internal"])

    @router.get("/tickets")
    async def tickets(after: UUID | None = None, limit: PageSize = 100) -> Response:
        """The tenant's tickets, newest first, each with its `sequence` and all messages but the opening one; `origins`
        are the tickets that messages were written in which a merge has moved here."""
        caller = sibling_caller()
        caller.require(Scope.READ, agent_only=True)
        place = Place(after) if after else None
        held, more = await ports.tickets.page(caller.tenant, having=Filter(), after=place, limit=limit)
        said = await ports.messages.of_tickets(caller.tenant, [ticket.id for ticket in held])
        now = ports.clock()
        rows: list[dict[str, Any]] = [
            {
                "ticket": snapshot(ticket, now=now),
                "sequence": ticket.sequence,
                "messages": [message_snapshot(message) for message in said[ticket.id]],
                "origins": {str(each.id): each.origin for each in said[ticket.id] if each.origin is not None},
            }
            for ticket in held
        ]
        return json_answer({"tickets": rows, "after": held[-1].id if more else None})

    @router.get("/tenants")
    async def tenants(after: UUID | None = None, limit: PageSize = 100) -> Response:
        """The tenants that have tickets, whoever's the identity is."""
        sibling_caller().require(Scope.READ, agent_only=True)
        ids = await ports.tickets.tenants(after=after, limit=limit)
        return json_answer({"tenants": ids, "after": ids[-1] if len(ids) == limit else None})

    return router
