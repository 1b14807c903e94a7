"""Lists of tickets: every one once, whatever comes meanwhile; filters that join; times to the millisecond."""

import asyncio
from datetime import datetime, timedelta

import pytest

from shared.events.envelope import rfc3339
from tests.integration.tickets.desk import Desk, Json


async def walked(desk: Desk, **query: object) -> list[str]:
    """The ids of a whole list, page by page."""
    ids: list[str] = []
    cursor: Json = {}
    while True:
        page = await desk.get("/tickets", **query, **cursor)
        ids += [ticket["id"] for ticket in page["tickets"]]
        if page["next_cursor"] is None:
            return ids
        cursor = {"cursor": page["next_cursor"]}


async def many(desk: Desk, count: int, **body: object) -> list[str]:
    """Tickets that were opened together, newest first."""
    opened = await asyncio.gather(*(desk.open(text=f"Ticket {number}", **body) for number in range(count)))
    return sorted((ticket["id"] for ticket in opened), reverse=True)


@pytest.mark.parametrize("limit", [1, 7, 30, 31])
async def test_pages_of_any_size_show_every_ticket_once_newest_first(desk: Desk, limit: int) -> None:
    opened = await many(desk, 30)
    assert await walked(desk, limit=limit) == opened


async def test_a_page_has_twenty_five_unless_told_otherwise(desk: Desk) -> None:
    await many(desk, 26)
    page = await desk.get("/tickets")
    assert len(page["tickets"]) == 25
    assert len((await desk.get("/tickets", cursor=page["next_cursor"]))["tickets"]) == 1


async def test_while_tickets_are_opened_and_changed_a_walk_shows_the_older_ones_once(desk: Desk) -> None:
    before = await many(desk, 40)
    stop = asyncio.Event()
    added: list[str] = []

    async def disturb() -> None:
        while not stop.is_set():
            added.append((await desk.open())["id"])
            await desk.patch(f"/tickets/{before[len(added) % 40]}", {"tags": [f"tag {len(added)}"]})

    busy = [asyncio.create_task(disturb()) for _ in range(3)]
    walks = [await walked(desk, limit=3) for _ in range(2)]
    stop.set()
    await asyncio.gather(*busy)
    for seen in walks:
        assert len(set(seen)) == len(seen)
        assert seen == sorted(seen, reverse=True)
        assert [ticket_id for ticket_id in seen if ticket_id in before] == before
    assert len(added) >= 3
    assert set(await walked(desk, limit=100)) == {*before, *added}


async def test_deleting_the_last_one_seen_loses_none(desk: Desk) -> None:
    opened = await many(desk, 6)
    first = await desk.get("/tickets", limit=3)
    await desk.delete(f"/tickets/{opened[2]}")
    second = await desk.get("/tickets", limit=3, cursor=first["next_cursor"])
    assert [ticket["id"] for ticket in second["tickets"]] == opened[3:]


async def test_each_filter_finds_what_has_its_value_and_all_must_hold(desk: Desk) -> None:
    ada, kind = await desk.agent(), await desk.post("/ticket-types", {"name": "Delivery"})
    crew = await desk.post("/teams", {"name": "Crew"})
    wanted = {
        "status": "waiting",
        "priority": "urgent",
        "assigned_to": ada["id"],
        "team_id": crew["id"],
        "ticket_type_id": kind["id"],
    }
    one = await desk.open(channel="telegram", chat_id=7, tags=["vip", "late"])
    other = await desk.open(tags=["late"])
    await desk.patch(f"/tickets/{one['id']}", wanted)
    for name, value in {**wanted, "channel": "telegram", "tag": "vip"}.items():
        assert await walked(desk, **{name: value}) == [one["id"]], name
    assert await walked(desk, **wanted, channel="telegram", tag="vip") == [one["id"]]
    assert await walked(desk, **wanted, channel="virtual") == []
    assert await walked(desk, tag="late") == [other["id"], one["id"]]
    assert await walked(desk, tag="nobody") == []
    assert await walked(desk, channel="api") == []


async def test_waiting_finds_the_pending_and_the_resolved(desk: Desk) -> None:
    pending, resolved, _ = [await desk.open() for _ in range(3)]
    for ticket in (pending, resolved):
        await desk.patch(f"/tickets/{ticket['id']}/status", {"status": "waiting"})
    # No route of this surface resolves a ticket; another surface's would store just this.
    query = {"tenant_id": desk.tenant_id, "number": resolved["number"]}
    await desk.system.database["tickets"].update_one(query, {"$set": {"status": "resolved"}})
    assert await walked(desk, status="waiting") == [resolved["id"], pending["id"]]
    assert await walked(desk, status="waiting", limit=1) == [resolved["id"], pending["id"]]
    unchanged = await desk.patch(f"/tickets/{resolved['id']}/status", {"status": "waiting"})
    assert (unchanged["status"], unchanged["version"]) == ("waiting", 2)


@pytest.mark.parametrize(
    ("name", "shift", "found"),
    [
        ("created_from", "-1", True),
        ("created_from", "0", True),
        ("created_from", "+0.4", False),
        ("created_from", "+1", False),
        ("created_to", "-1", False),
        ("created_to", "-0.4", False),
        ("created_to", "0", True),
        ("created_to", "+0.4", True),
        ("created_to", "+1", True),
    ],
)
async def test_times_of_creation_hold_to_the_millisecond(desk: Desk, name: str, shift: str, found: bool) -> None:
    ticket = await desk.open()
    at = datetime.fromisoformat(ticket["created_at"]) + timedelta(milliseconds=float(shift))
    assert await walked(desk, **{name: at.isoformat().replace("+00:00", "Z")}) == ([ticket["id"]] if found else [])


async def test_a_range_finds_only_its_own_millisecond(desk: Desk) -> None:
    opened = {ticket["id"]: ticket["created_at"] for ticket in [await desk.open() for _ in range(5)]}
    for moment in opened.values():
        same = sorted((each for each, at in opened.items() if at == moment), reverse=True)
        assert await walked(desk, created_from=moment, created_to=moment) == same


@pytest.mark.parametrize("zone", ["Z", "+00:00", "", "+05:00"])
async def test_a_time_may_have_any_zone_and_is_utc_without_one(desk: Desk, zone: str) -> None:
    ticket = await desk.open()
    at = datetime.fromisoformat(ticket["created_at"]) + timedelta(hours=5 if zone == "+05:00" else 0)
    assert await walked(desk, created_to=rfc3339(at).removesuffix("Z") + zone) == [ticket["id"]]
    assert await walked(desk, created_from="9999-12-31T23:59:59.999Z") == []
    assert await walked(desk, created_from="1970-01-01", created_to="9999-12-31T23:59:59.999Z") == [ticket["id"]]


async def test_a_combined_filter_pages_like_any_other(desk: Desk) -> None:
    opened = await many(desk, 9, tags=["late"], priority="high")
    await many(desk, 3, tags=["late"])
    oldest = (await desk.get(f"/tickets/{opened[-1]}"))["created_at"]
    assert await walked(desk, tag="late", priority="high", created_from=oldest, limit=4) == opened
