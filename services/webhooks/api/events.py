"""`/v1/helpdesk/events`: what happened in the last 30 days, for whoever missed a webhook."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.webhooks.api.models import FormatName
from services.webhooks.domain.kept_event import KeptEvent
from services.webhooks.usecases.event_names import bus_names
from services.webhooks.usecases.formats import FORMATS, Format
from services.webhooks.usecases.keep_event import told_again
from services.webhooks.usecases.ports import Ports
from shared.http.app import json_answer
from shared.http.documented import Maybe, Shown, page_of
from shared.http.door import current_caller
from shared.http.paging import Limit
from shared.vocabulary import Scope

PATH = "/v1/helpdesk/events"
Types = Annotated[str | None, Query(max_length=1_000)]


class EventShown(Shown):
    """What happened, as a webhook of the format carries it, and the event's id."""

    id: UUID
    type: str
    timestamp: datetime
    data: dict[str, Any]
    truncated: Maybe[Literal[True]] = None


EventPage = page_of("events", EventShown)


def events_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"])

    @router.get("", response_model=EventPage)
    async def list_events(
        after: UUID | None = None,
        types: Types = None,
        format: Annotated[FormatName, Query()] = "messenger",
        limit: Limit = 25,
    ) -> Response:
        """In the order in which they arrived: each page goes on where `after` did, and none is ever put in before."""
        caller = current_caller()
        caller.require(Scope.READ, admin_only=True)
        wanted = bus_names(types.split(","), format=format, field="types") if types else frozenset()
        events, last = await ports.events.page(caller.tenant, after=after, types=wanted, limit=limit)
        shown = [_event_out(event, format=FORMATS[format]) for event in events]
        return json_answer({"events": shown, "next_cursor": last and str(last)})

    return router


def _event_out(event: KeptEvent, *, format: Format) -> dict[str, Any]:
    """The body that a webhook carries, and the event's id."""
    return {"id": str(event.id), **json.loads(told_again(event, format=format))}
