"""Tickets as JSON, each written once for as long as it stays as it is."""

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
    """One surface's. A ticket with deadlines is written anew: how it stands depends on the moment."""

    def __init__(self, out: Callable[[TicketSnapshot], dict[str, Any]]) -> None:
        self._out = out
        self._written: OrderedDict[UUID, tuple[int, bytes]] = OrderedDict()

    def answer(self, name: str, tickets: Sequence[Ticket], *, now: datetime, **rest: object) -> Response:
        """An object with all of them under `name`, and the rest beside it."""
        body = b"{%b:%b,%b" % (json_of(name), self.array(tickets, now=now), json_of(rest)[1:])
        return Response(body, media_type="application/json")

    def array(self, tickets: Sequence[Ticket], *, now: datetime) -> bytes:
        return b"[%b]" % b",".join([self.one(ticket, now=now) for ticket in tickets])

    def talk(self, ticket: Ticket, *, now: datetime, messages: Sequence[object]) -> bytes:
        """One ticket with what was said in it."""
        return b'%b,"messages":%b}' % (self.one(ticket, now=now)[:-1], json_of(messages))

    def one(self, ticket: Ticket, *, now: datetime) -> bytes:
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
