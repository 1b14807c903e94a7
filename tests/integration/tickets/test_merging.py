"""Merging and unmerging: messages move once and in order, nothing is lost in between, and who may not is refused."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from shared.ids import new_id
from shared.vocabulary import Surface
from tests.integration.tickets.desk import Desk, Json, error_form
from tests.integration.tickets.test_messages import walked

MERGE = ["ticket.updated", "ticket.status_changed", "ticket.merged"]
UNMERGE = ["ticket.updated", "ticket.status_changed", "ticket.unmerged"]


async def conversation(desk: Desk, name: str, **body: Any) -> Json:
    """A ticket with an opening, an answer, a note and a question."""
    ticket = await desk.open(text=f"{name} opens", **body)
    path = f"/tickets/{ticket['id']}"
    await desk.post(f"{path}/reply", {"text": f"{name} is answered"})
    await desk.post(f"{path}/reply", {"text": f"{name} is noted", "internal": True})
    await desk.post(f"{path}/customer-reply", {"text": f"{name} asks"})
    return ticket


async def merge(desk: Desk, source: Json, target: Json) -> Json:
    return await desk.post(f"/tickets/{source['id']}/merge", {"into": target["id"]}, status=200)


async def unmerge(desk: Desk, source: Json) -> Json:
    return await desk.post(f"/tickets/{source['id']}/unmerge", {}, status=200)


async def texts(desk: Desk, ticket: Json) -> list[str]:
    """What the ticket shows, which its pages must show as well."""
    shown = [message["text"] for message in (await desk.get(f"/tickets/{ticket['id']}"))["messages"]]
    for limit in (1, 3, 25):
        assert [message["text"] for message in await walked(desk, ticket, limit=limit)] == shown
    return shown


async def test_the_target_has_all_messages_in_their_order_and_the_source_says_where(desk: Desk) -> None:
    target = await desk.open(text="A opens")
    source = await conversation(desk, "B")
    await desk.post(f"/tickets/{target['id']}/reply", {"text": "A is answered"})
    answer = await merge(desk, source, target)
    assert (answer["id"], answer["status"], answer["merged_into"]) == (target["id"], "in_progress", None)
    assert await texts(desk, target) == [
        "A opens", "B opens", "B is answered", "B is noted", "B asks", "A is answered"
    ]  # fmt: skip
    shown = await desk.get(f"/tickets/{source['id']}")
    assert (shown["status"], shown["merged_into"], shown["messages"]) == ("closed", target["id"], [])
    assert (shown["text"], shown["closed_at"] is not None) == ("B opens", True)
    assert await walked(desk, source) == []


async def test_both_are_told_and_a_close_by_merge_is_no_close(desk: Desk) -> None:
    agent = await desk.agent("Ada")
    source, target = await desk.open(), await desk.open()
    await merge(desk.as_agent(UUID(agent["id"]), name="Ada"), source, target)
    told = await desk.events(source, upto=4)
    assert [event.type for event in told] == ["ticket.created", *MERGE]
    last: Any = told[-1].data
    assert str(last.ticket.merged_into) == target["id"]
    assert last.changes["merged_into"] == (None, target["id"])
    assert last.actor.name == "Ada"
    updated: Any = (await desk.events(target, upto=2))[1]
    assert (updated.type, updated.data.changes) == ("ticket.updated", {"merged_from": (None, source["id"])})
    assert updated.data.actor.name == "Ada"
    history = await desk.get(f"/tickets/{source['id']}/history")
    assert [entry["event"] for entry in history["history"]] == ["ticket.created", "ticket.merged"]


async def test_the_target_stands_as_its_whole_conversation_leaves_it(desk: Desk) -> None:
    target, source = await desk.open(), await desk.open()
    await desk.post(f"/tickets/{source['id']}/reply", {"text": "Soon"})
    answer = await merge(desk, source, target)
    assert (answer["status"], answer["first_reply_at"] is not None) == ("in_progress", True)
    last: Any = (await desk.events(target, upto=3))[1].data
    assert (last.ticket.last_message_by, last.ticket.waiting_since) == ("agent", None)
    await unmerge(desk, source)
    shown = await desk.get(f"/tickets/{target['id']}")
    assert shown["first_reply_at"] is None


async def test_undone_the_source_is_as_it_was(desk: Desk) -> None:
    target, source = await conversation(desk, "A"), await conversation(desk, "B")
    await desk.patch(f"/tickets/{source['id']}/status", {"status": "waiting"})
    before = await desk.get(f"/tickets/{source['id']}")
    told = await desk.told_so_far(source)
    await merge(desk, source, target)
    answer = await unmerge(desk, source)
    after = await desk.get(f"/tickets/{source['id']}")
    moved = {"updated_at", "version"}
    assert {name: value for name, value in after.items() if name not in moved} == {
        name: value for name, value in before.items() if name not in moved
    }
    assert answer["status"] == "waiting"
    assert await texts(desk, source) == ["B opens", "B is answered", "B is noted", "B asks"]
    assert await texts(desk, target) == ["A opens", "A is answered", "A is noted", "A asks"]
    assert (await desk.told(source, upto=told + 6))[told:] == [*MERGE, *UNMERGE]
    assert (await desk.told(target, upto=8))[-2:] == ["ticket.updated", "ticket.updated"]


async def test_merged_undone_and_merged_again_nothing_is_doubled(desk: Desk) -> None:
    one, other, source = await desk.open(text="A"), await desk.open(text="B"), await conversation(desk, "C")
    await merge(desk, source, one)
    await unmerge(desk, source)
    await desk.patch(f"/tickets/{source['id']}", {"subject": "Changed"})
    await desk.post(f"/tickets/{source['id']}/reply", {"text": "C goes on"})
    await merge(desk, source, other)
    assert await texts(desk, one) == ["A"]
    assert await texts(desk, other) == ["B", "C opens", "C is answered", "C is noted", "C asks", "C goes on"]
    await unmerge(desk, source)
    assert await texts(desk, source) == ["C opens", "C is answered", "C is noted", "C asks", "C goes on"]


async def test_what_others_were_merged_into_can_be_merged_and_each_merge_be_undone(desk: Desk) -> None:
    first, second, third = [await desk.open(text=name) for name in ("A", "B", "C")]
    await merge(desk, first, second)
    await merge(desk, second, third)
    assert sorted(await texts(desk, third)) == ["A", "B", "C"]
    await desk.post(f"/tickets/{first['id']}/reply", {"text": "To A"})
    assert (await texts(desk, third))[-1] == "To A"
    await unmerge(desk, first)
    assert await texts(desk, first) == ["A"]
    assert sorted(await texts(desk, third)) == ["B", "C", "To A"]
    await unmerge(desk, second)
    assert (await texts(desk, second), sorted(await texts(desk, third))) == (["B"], ["C", "To A"])


async def test_replies_to_the_source_land_on_the_target(desk: Desk) -> None:
    source, target = await desk.open(text="B"), await desk.open(text="A")
    await merge(desk, source, target)
    path = f"/tickets/{source['id']}"
    await desk.post(f"{path}/reply", {"text": "Answer"})
    await desk.post(f"{path}/reply", {"text": "Note", "internal": True})
    await desk.patch(f"/tickets/{target['id']}/status", {"status": "closed"})
    await desk.post(f"{path}/customer-reply", {"text": "Question"})
    await desk.on(Surface.WORKFLOW).post(f"{path}/reply", {"body": "By another surface"})
    assert await texts(desk, target) == ["A", "B", "Answer", "Note", "Question", "By another surface"]
    shown = await desk.get(f"/tickets/{source['id']}")
    assert (shown["status"], shown["messages"]) == ("closed", [])
    assert (await desk.get(f"/tickets/{target['id']}"))["status"] == "in_progress"


async def test_a_customers_reply_to_their_merged_ticket_lands_in_their_name_on_anothers(desk: Desk) -> None:
    bob, eve = [await desk.post("/contacts", {"name": name}) for name in ("Bob", "Eve")]
    source, target = await desk.open(contact_id=bob["id"]), await desk.open(contact_id=eve["id"])
    await merge(desk, source, target)
    customer = desk.as_customer(bob["id"])
    message = await customer.post(f"/tickets/{source['id']}/reply", {"text": "Me again"})
    assert (message["author_id"], message["author_name"]) == (bob["id"], "Bob")
    assert (await texts(desk, target))[-1] == "Me again"
    assert (await customer.get(f"/tickets/{source['id']}"))["merged_into"] == target["id"]
    for method, path in (("GET", ""), ("POST", "/reply")):
        answer = await customer.ask(method, f"/tickets/{target['id']}{path}", json={"text": "x"})
        assert answer.status_code == 404


async def test_files_go_with_their_messages_and_outlive_the_source(desk: Desk) -> None:
    source, target = await desk.open(text="B"), await desk.open(text="A")
    uploaded = await desk.ask("POST", "/attachments", files={"file": ("a.txt", b"one", "text/plain")})
    ids = [{"id": uploaded.json()["id"]}]
    await desk.post(f"/tickets/{source['id']}/reply", {"text": "See", "attachments": ids})
    await merge(desk, source, target)
    more = [{"name": "b.txt", "content_type": "text/plain", "content_base64": "dHdv"}]
    await desk.post(f"/tickets/{source['id']}/reply", {"text": "And", "attachments": more})
    await desk.delete(f"/tickets/{source['id']}")
    shown = (await desk.get(f"/tickets/{target['id']}"))["messages"][-2:]
    for message, content in zip(shown, (b"one", b"two"), strict=True):
        url = message["attachments"][0]["url"].removeprefix("/v1/helpdesk")
        assert (await desk.ask("GET", url)).content == content
    rows = await desk.system.database["attachments"].find({"tenant_id": desk.tenant_id}).to_list(None)
    assert {str(row["ticket_id"]) for row in rows} == {target["id"]}


async def test_what_cannot_be_merged(desk: Desk) -> None:
    source, target, closed, gone = [await desk.open() for _ in range(4)]
    await desk.patch(f"/tickets/{closed['id']}/status", {"status": "closed"})
    await desk.delete(f"/tickets/{gone['id']}")
    theirs = await Desk(desk.system).open()
    path = f"/tickets/{source['id']}/merge"
    for into, status, code in (
        (source["id"], 422, "validation_error"),
        (theirs["id"], 422, "validation_error"),
        (gone["id"], 422, "validation_error"),
        (str(new_id()), 422, "validation_error"),
        ("no id", 422, "validation_error"),
        (closed["id"], 409, "target_closed"),
    ):
        error_form(await desk.ask("POST", path, json={"into": into}), status=status, code=code)
    assert await desk.told_so_far(source) == 1
    await merge(desk, source, target)
    again = await desk.ask("POST", path, json={"into": target["id"]})
    error_form(again, status=409, code="already_merged")
    other = await desk.ask("POST", f"/tickets/{closed['id']}/merge", json={"into": source["id"]})
    error_form(other, status=409, code="target_merged")
    assert (await desk.get(f"/tickets/{target['id']}"))["version"] == 2
    stored = await desk.stored()
    assert not any(ticket.get("promises") or "merging_since" in ticket for ticket in stored["tickets"])


async def test_a_merged_ticket_takes_no_change_but_can_be_deleted(desk: Desk) -> None:
    source, target = await desk.open(text="B"), await desk.open(text="A")
    await merge(desk, source, target)
    path = f"/tickets/{source['id']}"
    for body in ({"subject": "New"}, {"status": "new"}, {"tags": ["x"]}):
        error_form(await desk.ask("PATCH", path, json=body), status=409, code="merged")
    error_form(await desk.ask("PATCH", f"{path}/status", json={"status": "open"}), status=409, code="merged")
    assert (await desk.on(Surface.WORKFLOW).ask("POST", f"{path}/reopen")).status_code == 409
    assert (await desk.patch(f"{path}/status", {"status": "closed"}))["version"] == 2
    await desk.delete(path)
    assert await texts(desk, target) == ["A", "B"]


async def test_what_cannot_be_undone(desk: Desk) -> None:
    source, target = await desk.open(), await desk.open()
    path = f"/tickets/{source['id']}/unmerge"
    error_form(await desk.ask("POST", path), status=409, code="not_merged")
    await merge(desk, source, target)
    tickets = desk.system.database["tickets"]
    stored = await tickets.find_one({"_id": UUID(source["id"])})
    assert stored is not None
    long_ago = stored["merge"]["at"] - timedelta(hours=24, seconds=1)
    await tickets.update_one({"_id": stored["_id"]}, {"$set": {"merge.at": long_ago}, "$inc": {"revision": 1}})
    error_form(await desk.ask("POST", path), status=409, code="too_late")
    await tickets.update_one({"_id": stored["_id"]}, {"$set": {"merge": stored["merge"]}, "$inc": {"revision": 1}})
    await desk.delete(f"/tickets/{target['id']}")
    error_form(await desk.ask("POST", path), status=409, code="target_deleted")
    reply = await desk.ask("POST", f"/tickets/{source['id']}/reply", json={"text": "x"})
    error_form(reply, status=409, code="target_deleted")


@pytest.mark.parametrize("verb", ["merge", "unmerge"])
async def test_only_agents_of_the_tenant_may(desk: Desk, verb: str) -> None:
    bob = await desk.post("/contacts", {"name": "Bob"})
    source, target = await desk.open(contact_id=bob["id"]), await desk.open(contact_id=bob["id"])
    if verb == "unmerge":
        await merge(desk, source, target)
    path, body, before = f"/tickets/{source['id']}/{verb}", {"into": target["id"]}, await desk.stored()
    for caller, status in ((desk.as_customer(bob["id"]), 403), (desk.as_reader(), 403), (Desk(desk.system), 404)):
        assert (await caller.ask("POST", path, json=body)).status_code == status
    unknown = await Desk(desk.system).ask("POST", f"/tickets/{new_id()}/{verb}", json=body)
    assert unknown.status_code == 404
    assert await desk.stored() == before
    assert (await desk.as_agent().ask("POST", path, json=body)).status_code == 200


async def test_a_condition_is_about_the_source(desk: Desk) -> None:
    source, target = await desk.open(), await desk.open()
    path, body = f"/tickets/{source['id']}/merge", {"into": target["id"]}
    stale = await desk.ask("POST", path, json=body, headers={"If-Match": '"7"'})
    error_form(stale, status=412, code="precondition_failed")
    assert (await desk.ask("POST", path, json=body, headers={"If-Match": '"1"'})).status_code == 200


async def test_two_that_are_merged_into_each_other_at_one_moment_do_not_both_vanish(desk: Desk) -> None:
    for _ in range(8):
        one, other = await desk.open(text="A"), await desk.open(text="B")
        answers = await asyncio.gather(
            desk.ask("POST", f"/tickets/{one['id']}/merge", json={"into": other["id"]}),
            desk.ask("POST", f"/tickets/{other['id']}/merge", json={"into": one["id"]}),
        )
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses in ([200, 409], [409, 409])
        shown = [await desk.get(f"/tickets/{ticket['id']}") for ticket in (one, other)]
        assert sum(ticket["merged_into"] is not None for ticket in shown) == statuses.count(200)
        assert sorted(message["text"] for ticket in shown for message in ticket["messages"]) == ["A", "B"]


async def test_what_is_written_to_the_source_while_it_is_merged_is_in_the_target(desk: Desk) -> None:
    source, target = await desk.open(text="B"), await desk.open(text="A")
    replies = [desk.post(f"/tickets/{source['id']}/reply", {"text": f"No. {number}"}) for number in range(12)]
    *_, merged = await asyncio.gather(*replies, merge(desk, source, target))
    assert merged["id"] == target["id"]
    assert sorted(await texts(desk, target)) == sorted(["A", "B", *(f"No. {number}" for number in range(12))])
    assert await texts(desk, source) == []
