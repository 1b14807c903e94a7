"""The rules of rating: what of a ticket can be rated, once for each time that it was done."""

from dataclasses import replace
from datetime import datetime

from services.tickets.domain.csat import Csat
from services.tickets.domain.merge import Merged
from services.tickets.domain.ticket import DONE, Ticket
from shared.errors import Conflict


def rated(ticket: Ticket, *, rating: int, comment: str | None, at: datetime) -> Ticket:
    """With the customer's rating. Raises Conflict where it is not done (`not_closed`) or was rated since it is
    (`already_rated`), and Merged."""
    if ticket.merged_into is not None:
        raise Merged(ticket.merged_into)
    if ticket.status not in DONE:
        raise Conflict("Only a closed or resolved ticket can be rated.", code="not_closed")
    if ticket.csat is not None and ticket.csat.stands:
        raise Conflict("This ticket has been rated already.", code="already_rated")
    return replace(ticket, csat=Csat(rating, comment, at))
