"""Promises of a search under a filter: whole pages while there are any, and an end to what one call looks at."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest

from services.tickets.domain.filter import Filter
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases import find_tickets as module
from services.tickets.usecases.find_tickets import MOST_EXAMINED, find_tickets
from services.tickets.usecases.ports import Ports
from shared.errors import Unavailable
from shared.vocabulary import Priority
from tests.unit.tickets.builders import TENANT_ID, ticket
from tests.unit.tickets.memory import MemoryTickets, ports

RARE = Filter(priority=Priority.HIGH)


class Findings(MemoryTickets):
    """An index that finds every one of the tickets, and tickets that know one filter, a priority."""

    def __init__(self, count: int, *, every: int) -> None:
        super().__init__(*(self._ticket(number, every=every) for number in range(1, count + 1)))
        self.asked = 0

    @staticmethod
    def _ticket(number: int, *, every: int) -> Ticket:
        return ticket(id=UUID(int=number), priority=Priority.NORMAL if number % every else Priority.HIGH)

    async def ids(self, text: str, *, messages: bool, after: UUID | None, limit: int) -> list[UUID]:
        assert text == "order"
        self.asked += limit
        older = (each for each in sorted(self.rows, reverse=True) if after is None or each < after)
        return [each for each, _ in zip(older, range(limit), strict=False)]

    async def among(self, tenant_id: UUID, ids: Sequence[UUID], *, having: Filter) -> list[Ticket]:
        assert tenant_id == TENANT_ID
        return [self.rows[each] for each in ids if having.priority in (None, self.rows[each].priority)]


def behind(findings: Findings) -> Ports:
    return replace(ports(findings), search=findings)


async def page(findings: Findings, *, after: UUID | None = None) -> tuple[list[int], UUID | None]:
    found, last = await find_tickets(
        behind(findings), tenant_id=TENANT_ID, having=RARE, text="order", after=after, limit=10, messages=True
    )
    return [each.id.int for each in found], last


async def test_pages_are_full_while_there_are_tickets_and_join_without_a_gap() -> None:
    findings = Findings(2_500, every=100)
    seen, after, sizes = list[int](), None, list[int]()
    while not sizes or after is not None:
        found, after = await page(findings, after=after)
        seen += found
        sizes.append(len(found))
    assert seen == list(range(2_500, 0, -100))
    assert sizes == [10, 10, 5]


async def test_a_page_that_is_exactly_full_is_the_last_where_nothing_follows() -> None:
    assert await page(Findings(1_000, every=100)) == (list(range(1_000, 0, -100)), None)


async def test_one_call_looks_at_so_many_and_the_list_still_comes_to_its_end() -> None:
    findings = Findings(MOST_EXAMINED + 5_000, every=MOST_EXAMINED + 1_000)
    found, after = await page(findings)
    assert (len(found), after is not None) == (1, True)
    assert findings.asked <= MOST_EXAMINED + 1_000
    assert await page(Findings(MOST_EXAMINED + 5_000, every=10**9), after=UUID(int=3_000)) == ([], None)


async def test_a_search_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent(Findings):
        async def ids(self, text: str, *, messages: bool, after: UUID | None, limit: int) -> list[UUID]:
            await asyncio.Event().wait()
            return []

    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.01)
    with pytest.raises(Unavailable):
        await page(Silent(10, every=1))
