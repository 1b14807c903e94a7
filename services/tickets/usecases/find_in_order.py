"""Find the tickets of a list in any order: those that a filter lets through and, given a text, that have it."""

import asyncio
from uuid import UUID

from services.tickets.domain.filter import Filter
from services.tickets.domain.order import NEWEST_FIRST, Order, Place, place_of
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.find_tickets import LARGEST_ROUND, PATIENCE_SECONDS, find_tickets
from services.tickets.usecases.ports import Ports
from shared.errors import Unavailable

MOST_SORTED = 10_000


async def find_in_order(
    ports: Ports, *, tenant_id: UUID, having: Filter, text: str | None, order: Order, after: Place | None, limit: int
) -> tuple[list[Ticket], Place | None]:
    """Up to `limit` tickets from behind `after` on; and the place after which the list goes on, if it does.

    `text` is looked for in subjects; absent or empty, it is nothing to look for. The index of texts knows one order,
    newest first: in any other the newest 10,000 that have the text are sorted. Raises Unavailable within 10 seconds.
    """
    if order == NEWEST_FIRST:
        last_id = after.ticket_id if after else None
        tickets, last = await find_tickets(
            ports, tenant_id=tenant_id, having=having, text=text, after=last_id, limit=limit, messages=False
        )
        return tickets, Place(last) if last else None
    ids = await _newest_with(ports, text) if text else None
    tickets, more = await ports.tickets.page(tenant_id, having=having, after=after, limit=limit, order=order, among=ids)
    return tickets, place_of(tickets[-1], order=order) if more else None


async def _newest_with(ports: Ports, text: str) -> list[UUID]:
    ids: list[UUID] = []
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(ids) < MOST_SORTED:
                last = ids[-1] if ids else None
                found = await ports.search.ids(text, messages=False, after=last, limit=LARGEST_ROUND)
                ids += found
                if len(found) < LARGEST_ROUND:
                    break
    except TimeoutError as error:
        raise Unavailable("the search takes too long") from error
    return ids
