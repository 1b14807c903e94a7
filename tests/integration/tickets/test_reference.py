"""The reference's own requests, the newer ones and the older, and the shapes that they are answered with."""

import asyncio
from typing import Any

import pytest

from tests.integration.tickets.desk import Desk, Json

TICKET_FIELDS = {
    *(
        "id",
        "number",
        "external_id",
        "merged_into",
        "subject",
        "text",
        "status",
        "priority",
        "kind",
        "channel",
        "channel_id",
        "chat_id",
    ),
    *("first_name", "username", "contact_id", "ticket_type_id", "assigned_to", "team_id", "tags", "custom_fields"),
    *("csat_rating", "csat_comment", "first_reply_at", "resolved_at", "closed_at", "time_to_first_response_seconds"),
    *("time_to_resolve_seconds", "sla", "routing", "created_at", "updated_at", "version"),
}
MESSAGE_FIELDS = {
    *("id", "author_type", "author_id", "author_name", "text", "internal", "attachments", "delivery", "created_at"),
}


async def test_the_shortest_ticket_is_virtual_new_and_normal(desk: Desk) -> None:
    ticket = await desk.post("/tickets", {"text": "My order is late\nby a week"})
    assert set(ticket) == TICKET_FIELDS
    said = {name: ticket[name] for name in ("subject", "text", "status", "priority", "channel", "number", "kind")}
    assert said == {
        "subject": "My order is late",
        "text": "My order is late\nby a week",
        "status": "new",
        "priority": "normal",
        "channel": "virtual",
        "number": 1,
        "kind": "question",
    }
    assert (ticket["tags"], ticket["custom_fields"], ticket["sla"], ticket["version"]) == ([], [], None, 1)
    assert ticket["created_at"] == ticket["updated_at"]
    assert ticket["created_at"].endswith("Z")
    assert await desk.get(f"/tickets/{ticket['id']}") == ticket | {"messages": await _messages(desk, ticket)}


async def test_a_ticket_from_a_messenger_keeps_all_it_was_given(desk: Desk) -> None:
    kind = await desk.post("/ticket-types", {"name": "Delivery"})
    body = {
        "text": "Where is my order?",
        "subject": "Order 17",
        "channel": "telegram",
        "chat_id": 123456789,
        "first_name": "Bob",
        "username": "bob",
        "ticket_type_id": kind["id"],
        "priority": "high",
        "tags": ["order", "late", "order"],
    }
    ticket = await desk.post("/tickets", body)
    assert {name: ticket[name] for name in body} == body | {"tags": ["order", "late"]}
    (opening,) = await _messages(desk, ticket)
    assert (opening["author_type"], opening["author_name"], opening["internal"]) == ("customer", "Bob", False)


async def test_a_list_is_newest_first_and_filters_by_the_references_words(desk: Desk) -> None:
    opened = [await desk.open(text=f"Ticket {number}") for number in range(4)]
    for ticket, word in zip(opened, ("new", "in_progress", "waiting", "closed"), strict=True):
        await desk.patch(f"/tickets/{ticket['id']}/status", {"status": word})
    page = await desk.get("/tickets")
    assert [ticket["id"] for ticket in page["tickets"]] == [ticket["id"] for ticket in reversed(opened)]
    assert page["next_cursor"] is None
    for ticket, word in zip(opened, ("new", "in_progress", "waiting", "closed"), strict=True):
        assert [found["id"] for found in (await desk.get("/tickets", status=word))["tickets"]] == [ticket["id"]]


async def test_an_agents_reply_answers_the_ticket(desk: Desk) -> None:
    ada = await desk.agent("Ada")
    ticket = await desk.open()
    agent = desk.as_agent(ada["id"], name="Ada")
    message = await agent.post(f"/tickets/{ticket['id']}/reply", {"text": "It is on its way"})
    assert set(message) == MESSAGE_FIELDS
    assert (message["author_type"], message["author_id"], message["author_name"]) == ("agent", ada["id"], "Ada")
    assert (message["text"], message["internal"], message["delivery"]) == ("It is on its way", False, None)
    after = await desk.get(f"/tickets/{ticket['id']}")
    assert (after["status"], after["first_reply_at"]) == ("in_progress", message["created_at"])
    assert isinstance(after["time_to_first_response_seconds"], int)
    assert [said["text"] for said in after["messages"]] == ["Where is my order?", "It is on its way"]


async def test_a_note_is_kept_and_answers_nothing(desk: Desk) -> None:
    ticket = await desk.open()
    note = await desk.post(f"/tickets/{ticket['id']}/reply", {"text": "Call them", "internal": True})
    assert note["internal"] is True
    after = await desk.get(f"/tickets/{ticket['id']}")
    assert (after["status"], after["first_reply_at"]) == ("new", None)
    assert [said["internal"] for said in after["messages"]] == [False, True]


async def test_a_reply_to_a_chat_is_on_its_way_and_a_note_is_not(desk: Desk) -> None:
    ticket = await desk.open(channel="max", chat_id=7)
    sent = await desk.post(f"/tickets/{ticket['id']}/reply", {"text": "Hello"})
    assert sent["delivery"] == {"channel": "max", "status": "pending", "at": sent["created_at"]}
    note = await desk.post(f"/tickets/{ticket['id']}/reply", {"text": "Hm", "internal": True})
    assert note["delivery"] is None


async def test_a_virtual_customers_reply_takes_a_closed_ticket_up_again(desk: Desk) -> None:
    ticket = await desk.open(first_name="Bob")
    closed = await desk.patch(f"/tickets/{ticket['id']}/status", {"status": "closed"})
    assert closed["closed_at"] == closed["resolved_at"] is not None
    assert isinstance(closed["time_to_resolve_seconds"], int)
    message = await desk.post(f"/tickets/{ticket['id']}/customer-reply", {"text": "It broke again"})
    assert (message["author_type"], message["author_name"]) == ("customer", "Bob")
    after = await desk.get(f"/tickets/{ticket['id']}")
    assert (after["status"], after["closed_at"], after["resolved_at"]) == ("in_progress", None, closed["resolved_at"])


@pytest.mark.parametrize("channel", ["telegram", "max"])
async def test_a_customers_reply_comes_to_virtual_tickets_only(desk: Desk, channel: str) -> None:
    ticket = await desk.open(channel=channel, chat_id=7)
    body = await desk.post(f"/tickets/{ticket['id']}/customer-reply", {"text": "Hello"}, status=409)
    assert body["error"]["code"] == "wrong_channel"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["closed", "open"], "in_progress"),
        (["open"], "new"),
        (["in_progress", "open"], "in_progress"),
        (["waiting", "open"], "in_progress"),
        (["closed", "new"], "new"),
        (["waiting", "waiting"], "waiting"),
    ],
)
async def test_statuses_in_the_newer_words_and_the_older_open(desk: Desk, words: list[str], shown: str) -> None:
    ticket = await desk.open()
    for word in words:
        ticket = await desk.patch(f"/tickets/{ticket['id']}/status", {"status": word})
    assert ticket["status"] == shown


@pytest.mark.parametrize("name", ["assigned_to", "user_id"])
@pytest.mark.parametrize("away", [{"assigned_to": None}, {"user_id": None}, {}])
async def test_an_assignment_is_given_and_taken_by_either_name(desk: Desk, name: str, away: Json) -> None:
    ada, ticket = await desk.agent(), await desk.open()
    taken = await desk.patch(f"/tickets/{ticket['id']}/assign", {name: ada["id"]})
    assert (taken["assigned_to"], taken["status"], taken["version"]) == (ada["id"], "in_progress", 2)
    left = await desk.patch(f"/tickets/{ticket['id']}/assign", away)
    assert (left["assigned_to"], left["status"]) == (None, "in_progress")


@pytest.mark.parametrize("priority", ["low", "normal", "high", "urgent"])
async def test_a_priority_is_set_in_the_references_words(desk: Desk, priority: str) -> None:
    ticket = await desk.open()
    assert (await desk.patch(f"/tickets/{ticket['id']}/priority", {"priority": priority}))["priority"] == priority


async def test_one_patch_changes_only_what_it_is_given(desk: Desk) -> None:
    ada, kind = await desk.agent(), await desk.post("/ticket-types", {"name": "Delivery"})
    crew = await desk.post("/teams", {"name": "Crew", "members": [ada["id"]]})
    ticket = await desk.open(tags=["first"])
    wanted = {
        "subject": "Order 17",
        "status": "waiting",
        "priority": "urgent",
        "assigned_to": ada["id"],
        "team_id": crew["id"],
        "ticket_type_id": kind["id"],
        "tags": ["vip"],
    }
    after = await desk.patch(f"/tickets/{ticket['id']}", wanted | {"unknown": {"is": "ignored"}})
    assert {name: after[name] for name in wanted} == wanted
    cleared = await desk.patch(f"/tickets/{ticket['id']}", {"team_id": None, "ticket_type_id": None, "tags": []})
    assert {name: cleared[name] for name in wanted} == wanted | {"team_id": None, "ticket_type_id": None, "tags": []}
    assert await desk.patch(f"/tickets/{ticket['id']}", {}) == cleared


async def test_a_ticket_shows_its_newest_hundred_messages(desk: Desk) -> None:
    ticket = await desk.open()
    for number in range(100):
        await desk.post(f"/tickets/{ticket['id']}/reply", {"text": f"Note {number}", "internal": True})
    shown = [message["text"] for message in (await desk.get(f"/tickets/{ticket['id']}"))["messages"]]
    assert shown == [f"Note {number}" for number in range(100)]


async def test_numbers_count_up_within_a_tenant_and_each_is_given_once(desk: Desk) -> None:
    opened = await asyncio.gather(*(desk.open(text=f"Ticket {number}") for number in range(40)))
    assert sorted(ticket["number"] for ticket in opened) == list(range(1, 41))
    assert (await Desk(desk.system).open())["number"] == 1


async def test_a_number_that_the_database_forgot_is_not_given_twice(desk: Desk) -> None:
    """As after a server that was killed before it had written down which numbers it gave."""
    opened = [await desk.open() for _ in range(3)]
    await desk.system.database["settings"].update_one({"_id": desk.tenant_id}, {"$set": {"last_number": 1}})
    again = await asyncio.gather(*(desk.open(external_id=f"shop-{place}") for place in range(8)))
    numbers = [ticket["number"] for ticket in (*opened, *again)]
    assert len(set(numbers)) == 11
    taken = await desk.ask("POST", "/tickets", json={"text": "Hello", "external_id": "shop-1"})
    assert (taken.status_code, taken.json()["error"]["code"]) == (409, "external_id_taken")


async def _messages(desk: Desk, ticket: Json) -> list[Any]:
    return list((await desk.get(f"/tickets/{ticket['id']}"))["messages"])
