"""`search` on the envelope's list: any part of the subject, with every filter and in every order."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from shared.dialects.envelope import TICKET, id_into
from shared.identity import Caller
from shared.vocabulary import Surface
from tests.integration.search.system import Json, SearchSystem, somebody

TICKETS = "/helpdesk/api/v1/tickets"
SORTS = ("created_at", "updated_at", "status", "priority")
STATUSES = ("new", "open", "pending", "resolved", "closed")
PRIORITIES = ("low", "normal", "high", "urgent")
KEYS: dict[str, Any] = {
    "created_at": lambda ticket: ticket["id"],
    "updated_at": lambda ticket: (ticket["updatedAt"], ticket["id"]),
    "status": lambda ticket: (STATUSES.index(ticket["status"]), ticket["id"]),
    "priority": lambda ticket: (PRIORITIES.index(ticket["priority"]), ticket["id"]),
}


async def opened(system: SearchSystem, caller: Caller, **fields: Any) -> Json:
    answer = await system.ask("tickets", "POST", TICKETS, caller=caller, json={"ticket": fields})
    assert answer.status_code == 201, answer.text
    return dict(answer.json()["ticket"])


async def whole(system: SearchSystem, caller: Caller, **query: Any) -> list[Json]:
    """A whole list, page by page, along its own links."""
    answer = await system.ask("tickets", "GET", TICKETS, caller=caller, params=query)
    tickets = list(answer.json()["tickets"])
    while (link := answer.json()["links"]["next"]) is not None:
        answer = await system.ask("tickets", "GET", link, caller=caller)
        assert answer.status_code == 200, answer.text
        tickets += answer.json()["tickets"]
    return tickets


@pytest.fixture
def caller() -> Caller:
    return replace(somebody(via=None), surface=Surface.ENVELOPE)


async def test_a_search_combines_with_filters_and_orders(system: SearchSystem, caller: Caller) -> None:
    made = []
    for number in range(20):
        state = {"status": STATUSES[number % 5], "priority": PRIORITIES[number % 4]}
        made.append(await opened(system, caller, subject=f"Broken LAMP {number}", **state))
        await opened(system, caller, subject=f"Chair {number}", **state)
    ids = [str(id_into(TICKET, ticket["id"])) for ticket in made]
    await system.has(*ids[::-1], text="ken lam", caller=replace(caller, via="tests"))
    for sort_by in SORTS:
        for sort_order in ("asc", "desc"):
            order = {"sort_by": sort_by, "sort_order": sort_order, "page_size": 3}
            expected = sorted(made, key=KEYS[sort_by], reverse=sort_order == "desc")
            assert await whole(system, caller, search="ken lam", **order) == expected
            high = [ticket for ticket in expected if ticket["priority"] == "high"]
            assert await whole(system, caller, search="ken lam", priority="high", **order) == high
            assert await whole(system, caller, search="sofa", **order) == []
            assert len(await whole(system, caller, search="", **order)) == 40
    assert all(one["id"] > other["id"] for one, other in pairwise(await whole(system, caller, search="lamp")))


async def test_neighbours_search_their_own(system: SearchSystem, caller: Caller) -> None:
    neighbour = replace(somebody(via=None), surface=Surface.ENVELOPE)
    theirs = await opened(system, neighbour, subject="Velvet curtain")
    own = await opened(system, caller, subject="Velvet cushion")
    for who, ticket in ((neighbour, theirs), (caller, own)):
        ticket_id = str(id_into(TICKET, ticket["id"]))
        await system.has(ticket_id, text="velvet", caller=replace(who, via="tests"))
        for sort_by in SORTS:
            assert await whole(system, who, search="velvet", sort_by=sort_by) == [ticket]


async def test_a_search_is_held_to_its_limits(system: SearchSystem, caller: Caller) -> None:
    for wrong in ("x" * 256, "a\x00b"):
        answer = await system.ask("tickets", "GET", TICKETS, caller=caller, params={"search": wrong})
        assert answer.status_code == 422
        assert [detail["field"] for detail in answer.json()["error"]["details"]] == ["search"]
