"""One action over a hundred tickets: each is changed, told and answered for by itself."""

import asyncio
from typing import Any

import pytest

from shared.ids import new_id
from tests.integration.tickets.desk import Desk, Json


async def ids(desk: Desk, count: int) -> list[str]:
    opened = await asyncio.gather(*(desk.open(tags=["late"]) for _ in range(count)))
    return [ticket["id"] for ticket in opened]


async def bulk(desk: Desk, names: list[str], action: str, value: Any = None) -> Json:
    body = {"ticket_ids": names, "action": action, **({} if value is None else {"value": value})}
    return await desk.post("/tickets/bulk", body, status=200)


async def test_a_hundred_tickets_are_closed_at_once(desk: Desk) -> None:
    names = await ids(desk, 100)
    said = await bulk(desk, names, "close")
    assert said == {"affected": 100, "results": [{"id": name, "ok": True} for name in names]}
    assert len((await desk.get("/tickets", status="closed", limit=100))["tickets"]) == 100
    for name in names:
        assert len(await desk.system.hear(name, upto=4, within=20)) == 4
    again = await bulk(desk, names, "close")
    assert (again["affected"], all(result["ok"] for result in again["results"])) == (0, True)


async def test_unknown_ids_fail_one_by_one(desk: Desk) -> None:
    (known,) = await ids(desk, 1)
    unknown, rubbish = str(new_id()), "not an id"
    said = await bulk(desk, [unknown, known, rubbish, known], "close")
    assert said["affected"] == 1
    assert [(result["id"], result["ok"]) for result in said["results"]] == [
        (unknown, False),
        (known, True),
        (rubbish, False),
    ]
    assert {result["error"]["code"] for result in said["results"] if not result["ok"]} == {"not_found"}


@pytest.mark.parametrize(
    ("action", "value", "field", "becomes"),
    [
        ("close", None, "status", "closed"),
        ("set_status", "waiting", "status", "waiting"),
        ("set_priority", "urgent", "priority", "urgent"),
        ("add_tag", "  vip ", "tags", ["late", "vip"]),
        ("remove_tag", "late", "tags", []),
    ],
)
async def test_every_action_of_the_reference(desk: Desk, action: str, value: Any, field: str, becomes: Any) -> None:
    names = await ids(desk, 2)
    assert (await bulk(desk, names, action, value))["affected"] == 2
    for name in names:
        assert (await desk.get(f"/tickets/{name}"))[field] == becomes
    assert (await bulk(desk, names, action, value))["affected"] == 0


async def test_an_assignment_is_given_and_taken(desk: Desk) -> None:
    ada, names = await desk.agent(), await ids(desk, 2)
    assert (await bulk(desk, names, "assign", ada["id"]))["affected"] == 2
    page = (await desk.get("/tickets", assigned_to=ada["id"]))["tickets"]
    assert [ticket["status"] for ticket in page] == ["in_progress"] * 2
    assert (await bulk(desk, names, "assign"))["affected"] == 2
    assert (await desk.get("/tickets", assigned_to=ada["id"]))["tickets"] == []


async def test_open_takes_up_only_what_rests(desk: Desk) -> None:
    new, closed = await ids(desk, 2)
    await desk.patch(f"/tickets/{closed}/status", {"status": "closed"})
    assert (await bulk(desk, [new, closed], "set_status", "open"))["affected"] == 1
    assert (await desk.get(f"/tickets/{closed}"))["status"] == "in_progress"
