"""Tickets, asked over HTTP as a sibling, at `/internal/…`."""

from shared.http.sibling import Sibling


class TicketsService:
    def __init__(self, tickets: Sibling) -> None:
        self._tickets = tickets
