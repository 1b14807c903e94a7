"""Lists on the envelope surface: in every order, every ticket once, whatever comes and moves meanwhile."""

import asyncio
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from shared.dialects.envelope import AGENT, TICKET, id_into
from tests.integration.tickets.desk import Desk
from tests.integration.tickets.surfaces.envelope import EnvelopeDriver
from tests.integration.tickets.surfaces.kinds import KEYS, PRIORITIES, SORTS, STATUSES, every_kind


@pytest.fixture
def envelope(desk: Desk) -> EnvelopeDriver:
    return EnvelopeDriver(desk)


async def test_newest_first_unless_told_otherwise(envelope: EnvelopeDriver) -> None:
    made = [await envelope.post({"subject": f"Ticket {number}"}) for number in range(3)]
    assert (await envelope.first())["tickets"] == made[::-1]
    assert (await envelope.first(sort_order="asc"))["tickets"] == made


async def test_the_next_link_carries_all_that_was_asked_for(desk: Desk, envelope: EnvelopeDriver) -> None:
    ada = (await desk.agent())["id"]
    for _ in range(3):
        await envelope.post({"subject": "Cannot log in", "status": "open", "priority": "high", "assigneeId": ada})
    asked = {
        "status": "open",
        "priority": "high",
        "assignee_id": ada,
        "page_size": "1",
        "sort_by": "updated_at",
        "sort_order": "asc",
        "unknown": "ignored",
    }
    link = (await envelope.first(**asked))["links"]["next"]
    assert urlsplit(link).path == "/api/v1/tickets"
    carried = dict(parse_qsl(urlsplit(link).query))
    assert carried.pop("after")
    assert carried.pop("assignee_id") == f"{AGENT}_{ada.replace('-', '')}"
    assert carried == {name: asked[name] for name in carried}
    assert set(carried) == set(asked) - {"assignee_id", "unknown"}
    second = await envelope.follow(link)
    assert second["links"]["next"] != link
    assert len((await envelope.follow(second["links"]["next"]))["tickets"]) == 1


async def test_both_addresses_answer_the_same(desk: Desk, envelope: EnvelopeDriver) -> None:
    ticket = await envelope.post({"subject": "Cannot log in"})
    assert await envelope.follow("/api/v1/tickets") == await envelope.first()
    assert await envelope.follow(f"/api/v1/tickets/{ticket['id']}") == {"ticket": ticket}


@pytest.mark.parametrize("sort_by", SORTS)
@pytest.mark.parametrize("sort_order", ["asc", "desc"])
async def test_while_others_open_and_move_what_stays_is_shown_once(
    envelope: EnvelopeDriver, sort_by: str, sort_order: str
) -> None:
    made = await every_kind(envelope)
    moving, staying = [ticket["id"] for ticket in made[::2]], {ticket["id"] for ticket in made[1::2]}
    stop, moves = asyncio.Event(), 0

    async def disturb() -> None:
        nonlocal moves
        while not stop.is_set():
            status, priority = STATUSES[moves % 5], PRIORITIES[moves % 4]
            await envelope.post({"subject": "Another", "status": status, "priority": priority})
            await envelope.put(moving[moves % len(moving)], {"status": status, "priority": priority})
            moves += 1

    busy = [asyncio.create_task(disturb()) for _ in range(3)]
    try:
        # Pages large enough to catch up with what is added at an end.
        walk = await envelope.whole(sort_by=sort_by, sort_order=sort_order, page_size=10)
    finally:
        stop.set()
        await asyncio.gather(*busy)
    seen = [ticket["id"] for ticket in walk if ticket["id"] in staying]
    assert sorted(seen) == sorted(staying)
    assert moves >= 3
    if sort_by == "created_at":
        assert len({ticket["id"] for ticket in walk}) == len(walk)


@pytest.mark.parametrize("sort_by", SORTS)
async def test_deleting_the_last_one_seen_loses_none(envelope: EnvelopeDriver, sort_by: str) -> None:
    made = sorted(await every_kind(envelope), key=KEYS[sort_by], reverse=True)
    page = await envelope.first(sort_by=sort_by, page_size=8)
    assert (await envelope.send("DELETE", f"/tickets/{made[7]['id']}")).status_code == 204
    rest = await envelope.follow(page["links"]["next"])
    assert rest["tickets"] == made[8:16]


async def test_changes_of_one_moment_are_shown_once_each(desk: Desk, envelope: EnvelopeDriver) -> None:
    made = [await envelope.post({"subject": f"Ticket {number}"}) for number in range(7)]
    at = {"tenant_id": desk.tenant_id}
    one = await desk.system.database["tickets"].find_one(at)
    assert one is not None
    await desk.system.database["tickets"].update_many(at, {"$set": {"updated_at": one["updated_at"]}})
    ids = [ticket["id"] for ticket in made]
    for sort_order, expected in (("asc", ids), ("desc", ids[::-1])):
        for page_size in (1, 2, 7):
            shown = await envelope.whole(sort_by="updated_at", sort_order=sort_order, page_size=page_size)
            assert [ticket["id"] for ticket in shown] == expected


async def cursors(envelope: EnvelopeDriver) -> dict[str, str]:
    """A cursor of each order, newest or highest first."""
    links = {sort: (await envelope.first(sort_by=sort, page_size=1))["links"]["next"] for sort in SORTS}
    return {sort: dict(parse_qsl(urlsplit(link).query))["after"] for sort, link in links.items()}


async def test_a_cursor_goes_with_its_order_alone(envelope: EnvelopeDriver) -> None:
    for _ in range(2):
        await envelope.post({"subject": "Cannot log in"})
    for sort, cursor in (await cursors(envelope)).items():
        for other in SORTS:
            for sort_order in ("asc", "desc"):
                query = {"after": cursor, "sort_by": other, "sort_order": sort_order}
                answer = await envelope.send("GET", "/tickets", params=query)
                assert answer.status_code == (200 if (other, sort_order) == (sort, "desc") else 422)
                if answer.status_code == 422:
                    assert "after" in envelope.problem(answer)


async def test_a_cursor_of_nobodys_is_refused(desk: Desk, envelope: EnvelopeDriver) -> None:
    for _ in range(2):
        await envelope.post({"subject": "Cannot log in"})
    neighbour = EnvelopeDriver(Desk(desk.system))
    for _ in range(2):
        await neighbour.post({"subject": "Theirs"})
    messengers = (await desk.get("/tickets", limit=1))["next_cursor"]
    for sort, cursor in (await cursors(envelope)).items():
        altered = [cursor[:-4], f"{cursor}A", f"{cursor} ", cursor[:20] + cursor[20:].swapcase()]
        wrong = ["", "x", "%%%", "é", "A" * 10_000, messengers, *altered]
        for each in [*wrong, (await cursors(neighbour))[sort]]:
            answer = await envelope.send("GET", "/tickets", params={"after": each, "sort_by": sort})
            assert answer.status_code == 422, each
            assert answer.json()["error"]["code"] == "VALIDATION_ERROR"
            assert [detail["field"] for detail in answer.json()["error"]["details"]] == ["after"]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("status", ["in_progress", "waiting", "pending_customer", "NEW", ""]),
        ("priority", ["medium", "HIGH", "1"]),
        ("assignee_id", ["ada", "usr_1", "tkt_01a000000000700080000000000000ff", "null"]),
        ("page_size", ["0", "101", "-1", "many", "2.5"]),
        ("sort_by", ["subject", "createdAt", ""]),
        ("sort_order", ["up", "DESC"]),
    ],
)
async def test_a_bad_parameter_is_named(envelope: EnvelopeDriver, name: str, values: list[str]) -> None:
    for value in values:
        answer = await envelope.send("GET", "/tickets", params={name: value})
        assert answer.status_code == 422, value
        assert [detail["field"] for detail in answer.json()["error"]["details"]] == [name]


async def test_an_agent_is_named_in_either_spelling(desk: Desk, envelope: EnvelopeDriver) -> None:
    ada = (await desk.agent())["id"]
    ticket = await envelope.post({"subject": "Cannot log in", "assigneeId": ada})
    for spelling in (ada, ticket["assigneeId"]):
        assert (await envelope.first(assignee_id=spelling))["tickets"] == [ticket]
    assert id_into(AGENT, ticket["assigneeId"]) == id_into(AGENT, ada)
    assert (await envelope.first(assignee_id=str(id_into(TICKET, ticket["id"]))))["tickets"] == []
    assert (await envelope.follow(f"/api/v1/tickets?{urlencode({'page_size': 100})}"))["tickets"] == [ticket]
