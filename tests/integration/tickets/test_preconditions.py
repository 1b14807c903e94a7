"""What a caller has seen of a ticket: a write that builds on an older version is refused, a read is not sent twice."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from tests.integration.tickets.desk import Desk, error_form

WRITES: list[tuple[str, str, Any]] = [
    ("PATCH", "", {"subject": "New"}),
    ("PATCH", "/status", {"status": "closed"}),
    ("PATCH", "/assign", {"assigned_to": None}),
    ("PATCH", "/priority", {"priority": "urgent"}),
    ("POST", "/reply", {"text": "Hello"}),
    ("POST", "/reply", {"text": "Hello", "internal": True}),
    ("POST", "/customer-reply", {"text": "Hello"}),
    ("DELETE", "", None),
]


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
async def test_a_write_on_what_is_no_longer_so_is_refused_and_one_on_what_is_so_is_taken(
    desk: Desk, method: str, path: str, body: Any
) -> None:
    ticket = await desk.open()
    where = f"/tickets/{ticket['id']}"
    seen = (await desk.ask("GET", where)).headers["ETag"]
    await desk.patch(where, {"tags": ["moved on"]})
    before = await desk.stored()
    for tags in (seen, '"1"', 'W/"2"', '"other"', '"1", "3"'):
        refused = await desk.ask(method, where + path, json=body, headers={"If-Match": tags})
        error_form(refused, status=412, code="precondition_failed")
    assert await desk.stored() == before
    now = (await desk.ask("GET", where)).headers["ETag"]
    taken = await desk.ask(method, where + path, json=body, headers={"If-Match": f'"7", {now}'})
    assert taken.status_code in (200, 201, 204)


async def test_a_star_is_any_version_and_what_is_no_tag_is_refused(desk: Desk) -> None:
    ticket = await desk.open()
    where = f"/tickets/{ticket['id']}"
    assert (await desk.ask("PATCH", where, json={"subject": "New"}, headers={"If-Match": "*"})).status_code == 200
    for tags in ("2", "'2'", '"2', "", '"1" "2"', '*, "2"'):
        refused = await desk.ask("PATCH", where, json={"subject": "Newer"}, headers={"If-Match": tags})
        error_form(refused, status=400, code="bad_request")


async def test_of_two_writers_on_the_same_version_one_is_refused(desk: Desk) -> None:
    ticket = await desk.open()
    where = f"/tickets/{ticket['id']}"
    writes = (
        desk.ask("PATCH", where, json={"subject": f"New {number}"}, headers={"If-Match": '"1"'}) for number in range(8)
    )
    answers = await asyncio.gather(*writes)
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 7}
    taken = next(answer for answer in answers if answer.status_code == 200)
    assert taken.headers["ETag"] == '"2"'
    assert (await desk.get(where))["subject"] == taken.json()["subject"]


async def test_a_ticket_that_was_seen_is_not_sent_again_until_anything_of_it_changes(desk: Desk) -> None:
    ticket = await desk.open()
    where = f"/tickets/{ticket['id']}"
    first = await desk.ask("GET", where)
    tag = first.headers["ETag"]
    assert tag.startswith('"1-')
    for known in (tag, f'"x", {tag}', f"W/{tag}", "*"):
        unsent = await desk.ask("GET", where, headers={"If-None-Match": known})
        assert (unsent.status_code, unsent.content, unsent.headers["ETag"]) == (304, b"", tag)
    await desk.post(f"{where}/reply", {"text": "Hello", "internal": True})
    after = await desk.ask("GET", where, headers={"If-None-Match": tag})
    assert after.status_code == 200
    assert after.headers["ETag"].startswith('"2-')


async def test_answers_to_writes_name_the_version_that_they_made(desk: Desk) -> None:
    opened = await desk.ask("POST", "/tickets", json={"text": "x"})
    assert opened.headers["ETag"] == '"1"'
    where = f"/tickets/{opened.json()['id']}"
    changed = await desk.ask("PATCH", where, json={"subject": "y"}, headers={"If-Match": opened.headers["ETag"]})
    assert changed.headers["ETag"] == '"2"'


async def test_in_a_bulk_each_ticket_is_held_to_it(desk: Desk) -> None:
    old, moved = await desk.open(), await desk.open()
    await desk.patch(f"/tickets/{moved['id']}", {"subject": "New"})
    body = {"ticket_ids": [old["id"], moved["id"]], "action": "add_tag", "value": "x"}
    answer = await desk.ask("POST", "/tickets/bulk", json=body, headers={"If-Match": '"1"'})
    assert [result["ok"] for result in answer.json()["results"]] == [True, False]
    assert answer.json()["results"][1]["error"]["code"] == "precondition_failed"
