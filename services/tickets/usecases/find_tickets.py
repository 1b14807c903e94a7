"""Find the tickets of a list: those that a filter lets through and, where there is a text, that have it in them."""

import asyncio
from datetime import datetime
from uuid import UUID

from services.tickets.domain.filter import Filter
from services.tickets.domain.order import Place
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.ports import Ports
from shared.errors import Unavailable
from shared.ids import lowest_after, lowest_at

NO_FILTER = Filter()
SMALLEST_ROUND, LARGEST_ROUND = 50, 1_000
MOST_EXAMINED = 20_000
PATIENCE_SECONDS = 4.5


async def find_tickets(
    ports: Ports, *, tenant_id: UUID, having: Filter, text: str | None, after: UUID | None, limit: int, messages: bool
) -> tuple[list[Ticket], UUID | None]:
    """Up to `limit` tickets, newest first, older than `after`; and the id after which the list goes on, if it does.

    `text` is looked for in subjects, with `messages` its words in messages too; absent or empty, it is nothing to look
    for. What the caller may not see is not found. Of one call's findings at most 20,000 are held against the filter:
    where hardly any of them pass, a page may be short, or empty, though the list goes on. Raises Unavailable within 5
    seconds.
    """
    if not text:
        place = Place(after) if after else None
        tickets, more = await ports.tickets.page(tenant_id, having=having, after=place, limit=limit)
        return tickets, tickets[-1].id if more else None
    search = _Search(ports, tenant_id=tenant_id, having=having, text=text, messages=messages)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await search.page(after=_start(having.created_to, after=after), limit=limit)
    except TimeoutError as error:
        raise Unavailable("the search takes too long") from error


class _Search:
    """One text and one filter, held against one another round by round."""

    def __init__(self, ports: Ports, *, tenant_id: UUID, having: Filter, text: str, messages: bool) -> None:
        self._ports = ports
        self._tenant_id = tenant_id
        self._having = having
        self._text = text
        self._messages = messages

    async def page(self, *, after: UUID | None, limit: int) -> tuple[list[Ticket], UUID | None]:
        found: list[Ticket] = []
        # Without a filter hardly any fails.
        examined, size = 0, limit + 1 if self._having == NO_FILTER else max(limit + 1, SMALLEST_ROUND)
        while True:
            ids = await self._ports.search.ids(self._text, messages=self._messages, after=after, limit=size)
            found += await self._ports.tickets.among(self._tenant_id, ids, having=self._having)
            if len(found) > limit:
                return found[:limit], found[limit - 1].id
            if len(ids) < size or self._too_old(ids[-1]):
                return found, None
            after, examined = ids[-1], examined + size
            if examined >= MOST_EXAMINED:
                return found, after
            size = min(size * 4, LARGEST_ROUND)

    def _too_old(self, ticket_id: UUID) -> bool:
        """Whether what comes after this one was created before the filter's beginning."""
        since = self._having.created_from
        return since is not None and ticket_id < lowest_at(since)


def _start(created_to: datetime | None, *, after: UUID | None) -> UUID | None:
    """Where to begin: what was created after the filter's end need not be looked at."""
    if created_to is None:
        return after
    end = lowest_after(created_to)
    return end if after is None else min(after, end)
