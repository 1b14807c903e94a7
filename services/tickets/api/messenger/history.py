"""`/v1/helpdesk/tickets/{id}/history`: who did what to a ticket; for agents."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from services.tickets.api.asking import AgentViewer
from services.tickets.domain.history import Occurrence
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.read_history import read_history
from shared.dialects.messenger import changes_out
from shared.dialects.values import text_or_none
from shared.events.envelope import rfc3339
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.documented import Shown, page_of
from shared.http.door import path_id
from shared.http.paging import Limit, cursor_of, read_cursor
from shared.vocabulary import ActorType

PATH = "/v1/helpdesk/tickets/{ticket_id}/history"
LAST_PLACE = 2**63 - 1


class ActorShown(Shown):
    """Who did it, with the name that they had then."""

    type: ActorType
    id: UUID | None
    name: str | None


class HistoryEntryShown(Shown):
    """What somebody did to a ticket; `changes` has the old and the new value of each field."""

    id: UUID
    at: datetime
    event: str
    actor: ActorShown
    changes: dict[str, Annotated[list[Any], Field(min_length=2, max_length=2)]]


HistoryEntryPage = page_of("history", HistoryEntryShown)


def history_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    @router.get("", response_model=HistoryEntryPage)
    async def get_history(actor: AgentViewer, ticket_id: str, limit: Limit = 25, cursor: str | None = None) -> Response:
        last = read_cursor(cursor)
        after = min(last.int, LAST_PLACE) if last else 0
        entries, more = await read_history(ports, actor=actor, ticket_id=path_id(ticket_id), after=after, limit=limit)
        next_cursor = cursor_of(UUID(int=entries[-1].place)) if more else None
        return json_answer({"history": [_entry_out(entry) for entry in entries], "next_cursor": next_cursor})

    return router


def _entry_out(entry: Occurrence) -> dict[str, Any]:
    return {
        "id": str(entry.id),
        "at": rfc3339(entry.at),
        "event": entry.shown_event,
        "actor": {"type": entry.doer.type.value, "id": text_or_none(entry.doer.id), "name": entry.doer.name},
        "changes": changes_out(entry.changes),
    }
