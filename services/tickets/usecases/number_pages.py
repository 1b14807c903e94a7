"""Find one numbered page of a list, and how many tickets the whole list has."""

import asyncio
from dataclasses import dataclass

from services.tickets.domain.actor import Actor
from services.tickets.domain.count import Count
from services.tickets.domain.filter import Filter
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.visible import check_viewing, only_own
from shared.errors import Invalid

LAST_ROW = 10_000


@dataclass(frozen=True, slots=True)
class NumberedPage:
    """Tickets newest first; `count` is the whole list's, exact up to 10,000 at least."""

    tickets: tuple[Ticket, ...]
    count: Count


async def numbered_page(ports: Ports, *, actor: Actor, having: Filter, page: int, limit: int) -> NumberedPage:
    """Page `page` (from 1) of `limit` tickets; one beyond the end is empty.

    Raises Invalid for a page that begins beyond row 10,000 and, for customers, Forbidden.
    """
    skip = (page - 1) * limit
    if skip >= LAST_ROW:
        raise Invalid.field("page", f"A list goes no further than row {LAST_ROW}: narrow the filter.")
    await check_viewing(ports, actor=actor)
    if actor.contact_id is not None and having.contact_id not in {None, actor.contact_id}:
        return NumberedPage((), Count(0))
    own = only_own(having, actor=actor)
    count, (tickets, _) = await asyncio.gather(
        ports.tickets.count(actor.tenant_id, having=own, most=LAST_ROW),
        ports.tickets.page(actor.tenant_id, having=own, after=None, limit=limit, skip=skip),
    )
    return NumberedPage(tuple(tickets), count)
