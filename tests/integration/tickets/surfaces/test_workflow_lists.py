"""Workflow's list: numbered pages with a total, and filters in its own words."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.tickets.domain.count import Count
from services.tickets.domain.filter import Filter
from services.tickets.store.tickets import MongoTickets
from shared.events.envelope import rfc3339
from shared.ids import new_id
from shared.vocabulary import Priority, Surface
from tests.integration.tickets.desk import Desk, Json
from tests.integration.tickets.surfaces.workflow import contact
from tests.integration.tickets.surfaces.workflow_tables import LISTED


@pytest.fixture
def workflow(desk: Desk) -> Desk:
    return desk.on(Surface.WORKFLOW)


async def opened(desk: Desk, count: int, **body: Any) -> list[str]:
    """New tickets of one new contact, newest first."""
    owner = body.pop("contactId", None) or (await contact(desk))["id"]
    rows = [{"subject": f"Ticket {number}", "contactId": owner, **body} for number in range(count)]
    return [(await desk.post("/tickets", row))["id"] for row in rows][::-1]


async def ids(desk: Desk, **query: Any) -> list[str]:
    return [ticket["id"] for ticket in (await desk.get("/tickets", **query))["data"]]


async def test_pages_are_numbered_and_the_total_is_the_whole_lists(workflow: Desk) -> None:
    made = await opened(workflow, 5)
    pages = [await workflow.get("/tickets", page=number, limit=2) for number in (1, 2, 3, 4)]
    assert [[ticket["id"] for ticket in page["data"]] for page in pages] == [made[:2], made[2:4], made[4:], []]
    assert [page["meta"] for page in pages] == [
        {"total": 5, "page": number, "limit": 2, "totalPages": 3} for number in (1, 2, 3, 4)
    ]
    assert all(set(ticket) == LISTED for page in pages for ticket in page["data"])


async def test_an_empty_list_has_no_page(workflow: Desk) -> None:
    empty = {"data": [], "meta": {"total": 0, "page": 1, "limit": 20, "totalPages": 0}}
    assert await workflow.get("/tickets") == empty


@pytest.mark.parametrize(("page", "limit", "status"), [
    (500, 20, 200), (501, 20, 422), (100, 100, 200), (101, 100, 422), (10_000, 1, 200), (10_001, 1, 422),
    (10**30, 1, 422),
])  # fmt: skip
async def test_a_list_goes_as_far_as_row_ten_thousand(workflow: Desk, page: int, limit: int, status: int) -> None:
    answer = await workflow.ask("GET", "/tickets", params={"page": page, "limit": limit})
    assert answer.status_code == status
    if status == 422:
        assert [detail["field"] for detail in answer.json()["error"]["details"]] == ["page"]


async def test_a_count_that_stops_says_so(desk: Desk) -> None:
    for _ in range(3):
        await desk.open()
    store = MongoTickets(desk.system.database, outbox=None)  # type: ignore[arg-type]  # counting tells nothing
    for most, expected in ((2, Count(2, is_lower_bound=True)), (3, Count(3)), (4, Count(3))):
        assert await store.count(desk.tenant_id, having=Filter(), most=most) == expected
    assert await store.count(desk.tenant_id, having=Filter(priority=Priority.LOW), most=1) == Count(0)


async def test_each_filter_finds_what_has_its_value_and_all_must_hold(workflow: Desk) -> None:
    owner, ada = await contact(workflow), await workflow.on(Surface.MESSENGER).agent()
    crew = await workflow.on(Surface.MESSENGER).post("/teams", {"name": "Crew"})
    (one,) = await opened(
        workflow, 1, contactId=owner["id"], priority="urgent", assigneeId=ada["id"], teamId=crew["id"]
    )
    await opened(workflow, 1)
    await workflow.patch(f"/tickets/{one}", {"status": "pending_customer"})
    filters = {
        "status": "pending_customer",
        "priority": "urgent",
        "assigneeId": ada["id"],
        "teamId": crew["id"],
        "contactId": owner["id"],
    }
    for name, value in filters.items():
        assert await ids(workflow, **{name: value}) == [one], name
    assert await ids(workflow, **filters) == [one]
    assert await ids(workflow, **{**filters, "status": "new"}) == []


async def test_from_and_to_are_times_of_creation_both_included(workflow: Desk) -> None:
    (made,) = await opened(workflow, 1)
    at = datetime.fromisoformat((await workflow.get(f"/tickets/{made}"))["createdAt"])
    before, after = (rfc3339(at + timedelta(milliseconds=shift)) for shift in (-1, 1))
    assert await ids(workflow, **{"from": rfc3339(at), "to": rfc3339(at)}) == [made]
    assert await ids(workflow, **{"from": before, "to": after}) == [made]
    assert await ids(workflow, **{"from": after}) == []
    assert await ids(workflow, to=before) == []
    assert await ids(workflow, **{"from": at.date().isoformat()}) == [made]


@pytest.mark.parametrize("query", [
    "status=open", "status=pending", "status=waiting", "priority=normal", "assigneeId=ada", "teamId=crew",
    "contactId=acme", "overdueSla=perhaps", "limit=0", "limit=101", "limit=x", "page=0", "page=x", "from=yesterday",
    "to=2026-13-01",
])  # fmt: skip
async def test_a_known_parameter_with_a_bad_value_is_named(workflow: Desk, query: str) -> None:
    answer = await workflow.ask("GET", f"/tickets?{query}")
    assert answer.status_code == 422
    assert [detail["field"] for detail in answer.json()["error"]["details"]] == [query.split("=")[0]]


async def test_unknown_parameters_are_ignored(workflow: Desk) -> None:
    made = await opened(workflow, 1)
    assert await ids(workflow, colour="red", cursor="x", assigned_to="ada") == made


async def test_a_ticket_of_another_surface_without_a_contact_shows_none(workflow: Desk) -> None:
    ticket: Json = await workflow.on(Surface.MESSENGER).open()
    (listed,) = (await workflow.get("/tickets"))["data"]
    assert (listed["id"], listed["contact"]) == (ticket["id"], None)


async def test_an_unknown_id_finds_nothing(workflow: Desk) -> None:
    await opened(workflow, 1)
    for name in ("assigneeId", "teamId", "contactId"):
        assert await ids(workflow, **{name: str(new_id())}) == []
