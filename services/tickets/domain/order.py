"""In which order a list shows tickets, and where in that order a page begins."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.tickets.domain.ticket import Ticket
from shared.vocabulary import Priority, Status


class SortBy(StrEnum):
    """`created_at` is the order of ids; each other value's ties are in the order of ids too."""

    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"
    STATUS = "status"
    PRIORITY = "priority"


Rank = Status | Priority
# The vocabulary names statuses in the order of a ticket's progress, and priorities from the least urgent up.
RANKS: dict[SortBy, tuple[Rank, ...]] = {SortBy.STATUS: tuple(Status), SortBy.PRIORITY: tuple(Priority)}


@dataclass(frozen=True, slots=True)
class Order:
    """Newest first, unless told otherwise."""

    by: SortBy = SortBy.CREATED_AT
    descending: bool = True

    @property
    def ranks(self) -> tuple[Rank, ...]:
        """The words that the list goes through, the first ones first; none where it is sorted by a time."""
        ranks = RANKS.get(self.by, ())
        return ranks[::-1] if self.descending else ranks


NEWEST_FIRST = Order()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ticket stands in an order: its id, and the value that it is sorted by (none for `created_at`)."""

    ticket_id: UUID
    value: datetime | Rank | None = None


def place_of(ticket: Ticket, *, order: Order) -> Place:
    """The place after which a list goes on that has shown this ticket last."""
    match order.by:
        case SortBy.UPDATED_AT:
            return Place(ticket.id, ticket.updated_at)
        case SortBy.STATUS:
            return Place(ticket.id, ticket.status)
        case SortBy.PRIORITY:
            return Place(ticket.id, ticket.priority)
    return Place(ticket.id)
