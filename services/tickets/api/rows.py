"""The rows of a list as JSON, each written once for as long as its ticket stays as it is."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import Response

from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.snapshot import snapshot
from shared.events.ticket import TicketSnapshot
from shared.http.app import json_of

# About 1 KB each.
MOST = 5_000


class Rows:
    """One surface's rows. A ticket with deadlines is written anew: how it stands depends on the moment."""

    def __init__(self, out: Callable[[TicketSnapshot], dict[str, Any]]) -> None:
        self._out = out
        self._written: OrderedDict[UUID, tuple[int, bytes]] = OrderedDict()

    def answer(self, name: str, tickets: Sequence[Ticket], *, now: datetime, **rest: object) -> Response:
        """An object with all of them under `name`, and the rest beside it."""
        array = b",".join([self._row(ticket, now=now) for ticket in tickets])
        beside = json_of(rest).removeprefix(b"{")
        return Response(b"{%b:[%b],%b" % (json_of(name), array, beside), media_type="application/json")

    def _row(self, ticket: Ticket, *, now: datetime) -> bytes:
        if ticket.deadlines is not None:
            return json_of(self._out(snapshot(ticket, now=now)))
        revision, row = self._written.get(ticket.id, (-1, b""))
        if revision != ticket.revision:
            row = json_of(self._out(snapshot(ticket, now=now)))
            self._written[ticket.id] = (ticket.revision, row)
            if len(self._written) > MOST:
                self._written.popitem(last=False)
        self._written.move_to_end(ticket.id)
        return row
