"""Find one numbered page of a list, and how many tickets the whole list has."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.count import Count
from services.tickets.domain.filter import Filter
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.count_tickets import count_tickets
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.visible import check_viewing, only_own
from shared.errors import Invalid

LAST_ROW = 10_000
ROUND = 1_000


@dataclass(frozen=True, slots=True)
class NumberedPage:
    """Tickets newest first; `count` is the whole list's, exact up to 10,000 at least."""

    tickets: tuple[Ticket, ...]
    count: Count


async def numbered_page(
    ports: Ports, *, actor: Actor, having: Filter, text: str | None, page: int, limit: int
) -> NumberedPage:
    """Page `page` (from 1) of `limit` tickets, of those with `text` in the subject; one beyond the end is empty.

    Raises Invalid for a page that begins beyond row 10,000 and, for customers, Forbidden.
    """
    skip = (page - 1) * limit
    if skip >= LAST_ROW:
        raise Invalid.field("page", f"A list goes no further than row {LAST_ROW}: narrow the filter.")
    await check_viewing(ports, actor=actor)
    if actor.contact_id is not None and having.contact_id not in {None, actor.contact_id}:
        return NumberedPage((), Count(0))
    own = only_own(having, actor=actor)
    if text:
        return await _searched(ports, tenant_id=actor.tenant_id, having=own, text=text, rows=(skip, skip + limit))
    count, (tickets, _) = await asyncio.gather(
        count_tickets(ports, tenant_id=actor.tenant_id, having=own),
        ports.tickets.page(actor.tenant_id, having=own, after=None, limit=limit, skip=skip),
    )
    return NumberedPage(tuple(tickets), count)


async def _searched(ports: Ports, *, tenant_id: UUID, having: Filter, text: str, rows: tuple[int, int]) -> NumberedPage:
    """Of what the search finds, at most the newest 10,000 are held against the filter."""
    found: list[UUID] = []
    last = None
    while len(found) < LAST_ROW:
        ids = await ports.search.ids(text, messages=False, after=last, limit=ROUND)
        found += await ports.tickets.ids_among(tenant_id, ids, having=having)
        if len(ids) < ROUND:
            break
        last = ids[-1]
    else:
        found = found[:LAST_ROW]
    tickets = await ports.tickets.among(tenant_id, found[slice(*rows)], having=having)
    return NumberedPage(tuple(tickets), Count(len(found), is_lower_bound=len(found) == LAST_ROW))
