"""What a customer writes in a messenger comes into one ticket, once."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from shared.clock import utc_now
from shared.ids import new_id
from shared.vocabulary import Surface
from tests.integration.tickets.chats import MESSAGES, Chat
from tests.integration.tickets.desk import Desk, error_form


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


async def test_files_come_with_a_message_and_may_be_all_of_it(desk: Desk) -> None:
    chat = Chat(desk)
    query = {"key": "file 1", "name": "invoice.pdf", "content_type": "application/pdf"}
    kept = await asyncio.gather(*(chat.file(b"%PDF", **query) for _ in range(3)))
    assert [answer.status_code for answer in kept] == [201] * 3
    (file_id,) = {answer.json()["id"] for answer in kept}
    brought = await chat.bring("", attachments=[file_id])
    (message,) = (await chat.ticket(brought))["messages"]
    assert (message["text"], [each["id"] for each in message["attachments"]]) == ("invoice.pdf", [file_id])
    assert (await chat.ask("GET", f"/internal/attachments/{file_id}")).content == b"%PDF"
    as_customer = desk.as_customer(UUID((await chat.ticket(brought))["contact_id"]))
    assert (await as_customer.ask("GET", f"/attachments/{file_id}")).content == b"%PDF"
    program = await chat.file(b"MZ", **{**query, "key": "file 2", "name": "setup.exe"})
    error_form(program, status=422, code="validation_error")


async def test_a_file_in_a_reply_of_a_customer(desk: Desk) -> None:
    chat = Chat(desk)
    await chat.bring("One")
    kept = await chat.file(b"JPEG", key="file 1", name="photo.jpg", content_type="image/jpeg")
    file_id = kept.json()["id"]
    brought = await chat.bring("Look", attachments=[file_id])
    assert [each["name"] for each in (await chat.ticket(brought))["messages"][-1]["attachments"]] == ["photo.jpg"]


async def test_text_that_no_ticket_may_have_is_brought_without_it(desk: Desk) -> None:
    chat = Chat(desk)
    brought = await chat.bring("Bell\x07 and null\x00\nline", first_name="B\x00ob", username=" ")
    ticket = await chat.ticket(brought)
    assert (ticket["text"], ticket["first_name"], ticket["username"]) == ("Bell and null\nline", "Bob", None)


async def test_an_edit_changes_the_message_and_is_told_once(desk: Desk) -> None:
    chat = Chat(desk)
    brought = await chat.bring("Opening", key="1")
    await chat.bring("Reply", key="2")
    for key, text in (("1", "Opening, better"), ("2", "Reply, better"), ("2", "Reply, better")):
        assert (await chat.edit(key, text)).status_code == 204
    error_form(await chat.edit("3", "Nothing"), status=404, code="not_found")
    assert await chat.texts(brought) == ["Opening, better", "Reply, better"]
    events = await desk.events({"id": brought["ticket_id"]}, upto=4)
    assert [event.type for event in events] == ["ticket.created", "ticket.replied", "ticket.updated", "ticket.updated"]
    changes = [event.model_dump()["data"]["changes"] for event in events[2:]]
    assert changes == [
        {"text": ("Opening", "Opening, better")},
        {"message_text": ("Reply", "Reply, better")},
    ]
    history = (await desk.get(f"/tickets/{brought['ticket_id']}/history"))["history"]
    assert [entry["actor"]["type"] for entry in history[-2:]] == ["customer", "customer"]
    await chat.close(brought)
    assert (await chat.edit("1", "After the close")).status_code == 204
    assert (await chat.ticket(brought))["status"] == "closed"


async def test_an_edit_finds_what_a_merge_has_moved(desk: Desk) -> None:
    chat = Chat(desk)
    first = await chat.bring("First", key="1")
    await chat.bring("Reply", key="2")
    elsewhere = await desk.open(text="Elsewhere")
    await desk.post(f"/tickets/{first['ticket_id']}/merge", {"into": elsewhere["id"]}, status=200)
    for key, text in (("1", "First, better"), ("2", "Reply, better")):
        assert (await chat.edit(key, text)).status_code == 204
    shown = await desk.get(f"/tickets/{elsewhere['id']}")
    assert {message["text"] for message in shown["messages"]} == {"Elsewhere", "First, better", "Reply, better"}


async def test_a_chat_sees_its_tickets_and_no_note(desk: Desk) -> None:
    chat = Chat(desk)
    first = await chat.bring("First")
    second = await chat.bring("Second", new=True)
    await desk.post(f"/tickets/{first['ticket_id']}/reply", {"text": "Secret", "internal": True})
    await desk.as_agent(name="Ada").post(f"/tickets/{first['ticket_id']}/reply", {"text": "An answer"})
    answer = await chat.ask("GET", "/internal/chat-tickets", params=chat.place())
    assert [(each["id"], each["status"]) for each in answer.json()["tickets"]] == [
        (first["ticket_id"], "in_progress"),
        (second["ticket_id"], "new"),
    ]
    path = f"/internal/chat-tickets/{first['ticket_id']}"
    shown = (await chat.ask("GET", path, params=chat.place())).json()
    assert [(each["author_type"], each["author_name"], each["text"]) for each in shown["said"]] == [
        ("customer", "Bob", "First"),
        ("agent", "Ada", "An answer"),
    ]
    other = Chat(desk, channel_id=chat.channel_id, chat_id=101)
    error_form(await other.ask("GET", path, params=other.place()), status=404, code="not_found")


async def test_the_helpdesk_as_a_bot_shows_it(desk: Desk) -> None:
    chat = Chat(desk)
    shown = await desk.post("/ticket-types", {"name": "Delivery"})
    old = await desk.post("/ticket-types", {"name": "Old"})
    await desk.put(f"/ticket-types/{old['id']}", {"enabled": False})
    told = (await chat.ask("GET", "/internal/helpdesk")).json()
    assert told["ticket_types"] == [{"id": shown["id"], "name": "Delivery"}]
    assert told["settings"]["helpdesk_email_replies"] is True
    await desk.put("/settings", {"helpdesk_ticket_types_enabled": False, "helpdesk_email_replies": False})
    told = (await chat.ask("GET", "/internal/helpdesk")).json()
    assert (told["ticket_types"], told["settings"]["helpdesk_email_replies"]) == ([], False)


async def test_nobody_but_a_sibling_brings_anything(desk: Desk) -> None:
    nobody = Chat(desk, via=None)
    file = f"/internal/attachments/{new_id()}"
    for method, path, body in (
        ("POST", MESSAGES, nobody.message("Hello")),
        ("PUT", MESSAGES, {**nobody.place(), "platform_message_id": "1", "text": "Hello"}),
        ("GET", "/internal/helpdesk", None),
        ("GET", "/internal/chat-tickets", None),
        ("GET", file, None),
    ):
        answer = await nobody.ask(method, path, json=body, params=nobody.place())
        error_form(answer, status=403, code="forbidden")
