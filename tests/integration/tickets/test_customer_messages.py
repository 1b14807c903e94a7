"""What a customer writes in a messenger comes into one ticket, once."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from shared.clock import utc_now
from shared.vocabulary import Surface
from tests.integration.tickets.chats import Chat
from tests.integration.tickets.desk import Desk


async def test_a_first_message_opens_a_ticket_in_the_customers_name(desk: Desk) -> None:
    chat = Chat(desk)
    brought = await chat.bring("Where is it?\nI wait since Monday.", key="1")
    assert (brought["number"], brought["opened"], brought["reopened"]) == (1, True, False)
    ticket = await chat.ticket(brought)
    assert (ticket["channel"], ticket["channel_id"], ticket["chat_id"]) == ("telegram", str(chat.channel_id), 100)
    assert (ticket["first_name"], ticket["username"], ticket["subject"]) == ("Bob", "bob", "Where is it?")
    (contact,) = (await desk.get("/contacts"))["contacts"]
    assert (contact["id"], contact["name"], contact["telegram_chat_id"]) == (ticket["contact_id"], "Bob", 100)
    (message,) = ticket["messages"]
    assert (message["author_type"], message["author_id"]) == ("customer", contact["id"])
    (event,) = await desk.events(ticket, upto=1)
    assert (event.type, event.data.actor.type, str(event.data.actor.id)) == (
        "ticket.created",
        "customer",
        contact["id"],
    )


async def test_the_same_message_brought_again_is_stored_once(desk: Desk) -> None:
    chat = Chat(desk)
    first = [await chat.bring("One", key="1") for _ in range(3)]
    second = await asyncio.gather(*(chat.bring("Two", key="2") for _ in range(5)))
    assert [first[0]] * 3 == first
    assert {(each["ticket_id"], each["opened"]) for each in second} == {(first[0]["ticket_id"], False)}
    assert await chat.texts(first[0]) == ["One", "Two"]
    assert len((await desk.get("/tickets"))["tickets"]) == 1


async def test_an_opening_that_comes_several_times_at_once_opens_one_ticket(desk: Desk) -> None:
    chat = Chat(desk)
    brought = await asyncio.gather(*(chat.bring("One", key="1") for _ in range(6)))
    assert {(each["ticket_id"], each["opened"]) for each in brought} == {(brought[0]["ticket_id"], True)}
    assert await chat.texts(brought[0]) == ["One"]


@pytest.mark.parametrize("after_close", ["first", "reopen", "new"])
async def test_ten_messages_that_race_are_in_one_ticket(desk: Desk, after_close: str) -> None:
    chat = Chat(desk, kind="max", chat_id=-(2**60))
    if after_close != "first":
        await desk.put("/settings", {"helpdesk_message_after_close": after_close})
        old = await chat.bring("Before")
        await chat.close(old)
    brought = await asyncio.gather(*(chat.bring(f"Message {number}") for number in range(10)))
    assert len({each["ticket_id"] for each in brought}) == 1
    assert [each["opened"] for each in brought].count(True) == (0 if after_close == "reopen" else 1)
    assert [each["reopened"] for each in brought].count(True) == (1 if after_close == "reopen" else 0)
    said = await chat.texts(brought[0])
    assert {f"Message {number}" for number in range(10)} == set(said) - {"Before"}
    assert len(said) == (11 if after_close == "reopen" else 10)
    assert len((await desk.get("/tickets"))["tickets"]) == (2 if after_close == "new" else 1)


async def test_a_message_goes_to_the_open_ticket_that_was_active_last(desk: Desk) -> None:
    chat = Chat(desk)
    first = await chat.bring("First")
    second = await chat.bring("Second", new=True)
    assert second["ticket_id"] != first["ticket_id"]
    assert (await chat.bring("To the second"))["ticket_id"] == second["ticket_id"]
    await desk.post(f"/tickets/{first['ticket_id']}/reply", {"text": "An answer"})
    assert (await chat.bring("To the first"))["ticket_id"] == first["ticket_id"]
    named = await chat.bring("To the second again", ticket_id=second["ticket_id"])
    assert named["ticket_id"] == second["ticket_id"]


async def test_a_resolved_ticket_is_in_progress_again(desk: Desk) -> None:
    chat = Chat(desk)
    brought = await chat.bring("One")
    await desk.on(Surface.WORKFLOW).patch(f"/tickets/{brought['ticket_id']}", {"status": "resolved"})
    again = await chat.bring("Two")
    assert (again["ticket_id"], again["reopened"]) == (brought["ticket_id"], False)
    assert (await chat.ticket(again))["status"] == "in_progress"


async def test_a_message_after_the_close_reopens_and_tells_so(desk: Desk) -> None:
    chat = Chat(desk)
    brought = await chat.bring("One")
    await chat.close(brought)
    again = await chat.bring("Two")
    assert again == {**brought, "opened": False, "reopened": True}
    told = await desk.told({"id": brought["ticket_id"]}, upto=8)
    assert told[4:] == ["ticket.replied", "ticket.updated", "ticket.status_changed", "ticket.reopened"]


async def test_a_ticket_closed_long_ago_is_left_alone(desk: Desk) -> None:
    chat = Chat(desk)
    brought = await chat.bring("One")
    await chat.close(brought)
    long_ago = {"$set": {"closed_at": utc_now() - timedelta(days=14, minutes=1)}, "$inc": {"revision": 1}}
    await desk.system.database["tickets"].update_one({"_id": UUID(brought["ticket_id"])}, long_ago)
    again = await chat.bring("Two")
    assert again["opened"]
    assert again["ticket_id"] != brought["ticket_id"]


async def test_after_a_deletion_a_new_ticket_is_opened(desk: Desk) -> None:
    chat = Chat(desk)
    brought = await chat.bring("One")
    await desk.delete(f"/tickets/{brought['ticket_id']}")
    again = await chat.bring("Two")
    assert again["opened"]
    assert again["ticket_id"] != brought["ticket_id"]


async def test_what_is_switched_off_is_refused_and_appending_goes_on(desk: Desk) -> None:
    chat, other = Chat(desk), Chat(desk, chat_id=101)
    await chat.bring("One")
    await desk.put("/settings", {"helpdesk_allow_create": False})
    assert await other.refused("Hello") == (403, "create_disabled")
    assert await chat.refused("Another matter", new=True) == (403, "create_disabled")
    assert not (await chat.bring("Two"))["opened"]
    await desk.put("/settings", {"helpdesk_enabled": False})
    assert await chat.refused("Three") == (403, "helpdesk_disabled")


async def test_a_chat_has_its_own_tickets_only(desk: Desk) -> None:
    chat = Chat(desk)
    mine = await chat.bring("Mine")
    others = [Chat(desk, channel_id=chat.channel_id, chat_id=101), Chat(desk), Chat(desk, kind="max")]
    for other in others:
        assert await other.refused("Hello", ticket_id=mine["ticket_id"]) == (404, "not_found")
        assert (await other.bring("Hello"))["ticket_id"] != mine["ticket_id"]
    stranger = Chat(Desk(desk.system), channel_id=chat.channel_id)
    assert await stranger.refused("Hello", ticket_id=mine["ticket_id"]) == (404, "not_found")


async def test_a_ticket_that_names_no_bot_stays_with_the_one_in_which_its_customer_answers(desk: Desk) -> None:
    opened = await desk.open(channel="telegram", chat_id=100)
    chat, other = Chat(desk), Chat(desk)
    brought = await chat.bring("Here I am")
    assert brought["ticket_id"] == opened["id"]
    assert (await chat.ticket(brought))["channel_id"] == str(chat.channel_id)
    assert (await other.bring("And here"))["ticket_id"] != opened["id"]


async def test_a_message_to_a_merged_ticket_lands_in_its_target(desk: Desk) -> None:
    chat = Chat(desk)
    first = await chat.bring("First")
    second = await chat.bring("Second", new=True)
    await desk.post(f"/tickets/{first['ticket_id']}/merge", {"into": second["ticket_id"]}, status=200)
    named = await chat.bring("More of the first", ticket_id=first["ticket_id"])
    assert named["ticket_id"] == second["ticket_id"]
    elsewhere = await desk.open(text="Elsewhere")
    await desk.post(f"/tickets/{second['ticket_id']}/merge", {"into": elsewhere["id"]}, status=200)
    assert (await chat.bring("More"))["ticket_id"] == elsewhere["id"]
