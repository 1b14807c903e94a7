"""What a customer writes, sends and changes in Telegram stands in their ticket, each once and in its order."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from shared.clock import utc_now
from tests.integration.inbound.conftest import Desk, new_desk
from tests.integration.inbound.house import TICKETS, House
from tests.integration.inbound.test_hooks import SECRET, secret_of, update
from tests.support.eventually import eventually
from tests.support.fake_telegram import TelegramControl
from tests.support.fake_telegram.shapes import Attach, PersonShape

SETTINGS = "/v1/helpdesk/settings"
RUSSIAN = PersonShape(first_name="Вера", username="vera", language_code="ru-RU")
MIB = 1024 * 1024


async def hears(house: House, desk: Desk, *tickets: list[str]) -> None:
    async def heard() -> bool:
        told = await house.told(desk.tenant)
        assert told == list(tickets), told
        return True

    await eventually(heard, within=20, what="the tickets have it")


async def says(telegram: TelegramControl, desk: Desk, *parts: str) -> None:
    async def said() -> bool:
        texts = await telegram.texts(desk.chat_id)
        assert all(any(part in text for text in texts) for part in parts), texts
        return True

    await eventually(said, within=20, what="the customer is told")


async def test_the_first_message_opens_a_ticket_and_the_next_ones_go_there(
    house: House, telegram: TelegramControl, desk: Desk
) -> None:
    await telegram.start(desk.chat_id, person=RUSSIAN)
    for text in ("My printer is on fire", "It really is", "Hello?"):
        await telegram.write(desk.chat_id, text=text)
    await hears(house, desk, ["My printer is on fire", "It really is", "Hello?"])
    (ticket,) = await house.tickets(desk.tenant)
    assert (ticket["channel"], ticket["channel_id"], ticket["chat_id"]) == ("telegram", desk.channel_id, desk.chat_id)
    row = await house.database["chats"].find_one({"channel_id": UUID(desk.channel_id)})
    assert row is not None
    assert (row["first_name"], row["username"], row["language"]) == ("Вера", "vera", "ru")
    assert row["ticket_ids"] == [UUID(ticket["id"])]


async def test_ten_messages_at_one_moment_make_one_ticket(house: House, telegram: TelegramControl, desk: Desk) -> None:
    secret = await secret_of(house, desk)
    bodies = [update(desk.chat_id, number, text=f"No {number}") for number in range(1, 11)]
    way = f"/hooks/telegram/{desk.channel_id}"
    answers = await asyncio.gather(*(house.post(way, body, **{SECRET: secret}) for body in bodies * 2))
    assert {answer.status_code for answer in answers} == {200}
    rows = await house.database["incoming"].find({"channel_id": UUID(desk.channel_id)}).sort("_id").to_list(None)
    await hears(house, desk, [f"No {row['key']}" for row in rows])
    assert sorted(int(row["key"]) for row in rows) == list(range(1, 11))


async def test_an_edit_changes_the_message(house: House, telegram: TelegramControl, desk: Desk) -> None:
    await telegram.start(desk.chat_id)
    written = await telegram.write(desk.chat_id, text="My priner")
    await telegram.write(desk.chat_id, text="Hello?")
    await telegram.edit(desk.chat_id, message_id=written.message_id, text="My printer")
    await hears(house, desk, ["My printer", "Hello?"])


async def test_a_photo_and_a_document_come_with_their_words(
    house: House, telegram: TelegramControl, desk: Desk
) -> None:
    await telegram.start(desk.chat_id)
    photo = Attach(kind="photo", name="p.jpg", mime_type="image/jpeg", caption="Look")
    await telegram.attach(desk.chat_id, content=b"\xff\xd8\xff\xe0 a picture", wish=photo)
    await telegram.attach(desk.chat_id, content=b"some words", wish=Attach(name="log.txt", mime_type="text/plain"))
    await hears(house, desk, ["Look", "[file: log.txt]"])
    (ticket,) = await house.tickets(desk.tenant)
    files = [file for message in await house.messages(desk.tenant, ticket["id"]) for file in message["attachments"]]
    assert [file["name"] for file in files] == ["photo.jpg", "log.txt"]
    answer = await house.http.get(files[1]["url"], headers={"Authorization": f"Bearer {desk.tenant.admin}"})
    assert answer.content == b"some words"


async def test_a_file_that_is_too_large_is_named_and_the_customer_hears_of_it(
    house: House, telegram: TelegramControl, desk: Desk
) -> None:
    await telegram.start(desk.chat_id, person=RUSSIAN)
    wish = Attach(name="film.mp4", mime_type="video/mp4", caption="My film", size=200 * MIB)
    await telegram.attach(desk.chat_id, content=b"a film", wish=wish)
    await hears(house, desk, ["My film\n[файл не принят: film.mp4]"])
    await says(telegram, desk, "Файл «film.mp4» не удалось принять")


async def test_what_cannot_be_shown_is_named(house: House, telegram: TelegramControl, desk: Desk) -> None:
    secret = await secret_of(house, desk)
    sent: list[dict[str, Any]] = [
        {"text": None, "sticker": {"file_id": "s", "emoji": ":)"}},
        {"text": None, "contact": {"phone_number": "1", "first_name": "A"}},
        {"text": None, "paid_media": {"star_count": 1, "paid_media": []}},
    ]
    for number, message in enumerate(sent, start=1):
        body = update(desk.chat_id, number, **message)
        answer = await house.post(f"/hooks/telegram/{desk.channel_id}", body, **{SECRET: secret})
        assert answer.status_code == 200
    await hears(house, desk, ["[стикер]", "[контакт]", "[сообщение, которое нельзя показать: paid_media]"])


async def test_a_closed_helpdesk_answers_kindly(house: House, telegram: TelegramControl, desk: Desk) -> None:
    await house.ask(desk.tenant, "PUT", SETTINGS, {"helpdesk_allow_create": False})
    await telegram.start(desk.chat_id)
    await telegram.write(desk.chat_id, text="Hello?")
    await says(telegram, desk, "New tickets are not accepted here")
    await house.ask(desk.tenant, "PUT", SETTINGS, {"helpdesk_enabled": False})
    await telegram.write(desk.chat_id, text="Hello??")
    await says(telegram, desk, "Support is switched off here")
    await hears(house, desk)


async def test_who_blocks_the_bot_is_marked_until_they_are_back(
    house: House, telegram: TelegramControl, desk: Desk
) -> None:
    await telegram.start(desk.chat_id)
    await telegram.write(desk.chat_id, text="Hello?")
    await hears(house, desk, ["Hello?"])
    (ticket,) = await house.tickets(desk.tenant)
    await telegram.block(desk.chat_id)
    await eventually(lambda: blocked(house, desk), what="the chat is marked")
    reply = await house.ask(desk.tenant, "POST", f"{TICKETS}/{ticket['id']}/reply", {"text": "Yes?"})
    await eventually(lambda: state(house, desk, ticket, reply["id"], "failed"), what="the reply failed")
    await telegram.unblock(desk.chat_id)
    await telegram.write(desk.chat_id, text="Sorry")
    await eventually(lambda: not_blocked(house, desk), what="the mark is gone")
    reply = await house.ask(desk.tenant, "POST", f"{TICKETS}/{ticket['id']}/reply", {"text": "Never mind"})
    await eventually(lambda: state(house, desk, ticket, reply["id"], "sent"), what="the reply is sent")


async def test_what_waits_for_a_customer_who_blocks_the_bot_fails(
    house: House, telegram: TelegramControl, desk: Desk
) -> None:
    await telegram.start(desk.chat_id)
    await telegram.write(desk.chat_id, text="Hello?")
    await hears(house, desk, ["Hello?"])
    (ticket,) = await house.tickets(desk.tenant)
    await house.database["chats"].update_one(
        {"channel_id": UUID(desk.channel_id)}, {"$set": {"due_at": utc_now() + timedelta(hours=1)}}
    )
    reply = await house.ask(desk.tenant, "POST", f"{TICKETS}/{ticket['id']}/reply", {"text": "Yes?"})
    await eventually(lambda: waits(house, reply["id"]), what="the reply waits")
    await telegram.block(desk.chat_id)
    await eventually(lambda: state(house, desk, ticket, reply["id"], "failed"), what="the reply failed")


async def test_while_tickets_is_away_messages_wait_and_none_is_lost(
    house: House, telegram: TelegramControl, desk: Desk
) -> None:
    await telegram.start(desk.chat_id)
    await telegram.write(desk.chat_id, text="Before")
    await hears(house, desk, ["Before"])
    await house.stack.pause("tickets")
    try:
        for text in ("One", "Two"):
            await telegram.write(desk.chat_id, text=text)
        await eventually(lambda: put_off(house, desk), within=20, what="the first of them was tried")
    finally:
        await house.stack.resume("tickets")
    await hears(house, desk, ["Before", "One", "Two"])


async def test_two_tenants_with_one_customer_hear_each_their_own(
    house: House, telegram: TelegramControl, desk: Desk
) -> None:
    other = await new_desk(house, telegram)
    for each, text in ((desk, "To you"), (other, "To the others")):
        secret = await secret_of(house, each)
        body = update(desk.chat_id, text=text)
        await house.post(f"/hooks/telegram/{each.channel_id}", body, **{SECRET: secret})
    await hears(house, desk, ["To you"])
    await hears(house, other, ["To the others"])


async def chat_of(house: House, desk: Desk) -> dict[str, Any]:
    row = await house.database["chats"].find_one({"channel_id": UUID(desk.channel_id)})
    assert row is not None
    return row


async def blocked(house: House, desk: Desk) -> bool:
    return (await chat_of(house, desk)).get("blocked_at") is not None


async def not_blocked(house: House, desk: Desk) -> bool:
    return not await blocked(house, desk)


async def state(house: House, desk: Desk, ticket: dict[str, Any], message_id: str, wanted: str) -> bool:
    messages = {message["id"]: message for message in await house.messages(desk.tenant, ticket["id"])}
    assert (messages[message_id]["delivery"] or {}).get("status") == wanted, messages[message_id]
    return True


async def waits(house: House, message_id: str) -> bool:
    row = await house.database["outgoing"].find_one({"_id": UUID(message_id)})
    return row is not None and row["progress"] == "pending"


async def put_off(house: House, desk: Desk) -> bool:
    row = await house.database["incoming"].find_one({"channel_id": UUID(desk.channel_id), "waits": True})
    return row is not None and row["attempts"] > 0
