"""Tickets as they were read last: one of the same revision is the same, and is not read again."""

from collections import OrderedDict
from uuid import UUID

from services.tickets.domain.ticket import Ticket
from shared.mongo import Document

# About 2 KB each.
MOST = 5_000
# What a document must show for `known` to tell.
REVISION: Document = {"revision": 1}


class RecentTickets:
    """Bounded; those that were asked for longest ago go first."""

    def __init__(self) -> None:
        self._tickets: OrderedDict[UUID, Ticket] = OrderedDict()

    def known(self, document: Document) -> Ticket | None:
        """The ticket of which this is the id and the revision, if it was read before."""
        ticket = self._tickets.get(document["_id"])
        if ticket is None or ticket.revision != document["revision"]:
            return None
        self._tickets.move_to_end(ticket.id)
        return ticket

    def keep(self, ticket: Ticket) -> None:
        self._tickets[ticket.id] = ticket
        self._tickets.move_to_end(ticket.id)
        if len(self._tickets) > MOST:
            self._tickets.popitem(last=False)
