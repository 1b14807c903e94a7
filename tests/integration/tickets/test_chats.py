"""What else comes out of a chat, and what is shown in it: files, edits, its tickets, and the helpdesk's settings."""

import asyncio
from uuid import UUID

from shared.ids import new_id
from tests.integration.tickets.chats import MESSAGES, Chat
from tests.integration.tickets.desk import Desk, error_form


async def test_a_type_that_is_gone_is_left_out(desk: Desk) -> None:
    chat, elsewhere = Chat(desk), Desk(desk.system)
    types = [await where.post("/ticket-types", {"name": "Delivery"}) for where in (desk, elsewhere)]
    there, foreign = [await chat.bring("Hello", new=True, ticket_type_id=each["id"]) for each in types]
    assert (await chat.ticket(there))["ticket_type_id"] == types[0]["id"]
    assert (await chat.ticket(foreign))["ticket_type_id"] is None


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
