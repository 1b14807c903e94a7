"""The fake Bot API answers calls and refusals as the platform words them, whatever the body form."""

import json

import pytest

from tests.support.fake_telegram import TelegramControl
from tests.support.fake_telegram.bot_client import BotClient

KEYBOARD = {"inline_keyboard": [[{"text": "5", "callback_data": "csat:1:5"}]]}


async def test_get_me_names_the_bot_whatever_the_case_of_the_method(bot: BotClient) -> None:
    me = await bot.result("GETME")
    assert (me["id"], me["is_bot"], me["username"]) == (1000, True, "desk1000_bot")


@pytest.mark.parametrize("form", ["json", "urlencoded", "multipart", "query"])
async def test_every_body_form_sends_the_same_message(bot: BotClient, telegram: TelegramControl, form: str) -> None:
    await telegram.start(7)
    values = {"chat_id": "7", "text": "привет & all", "reply_markup": json.dumps(KEYBOARD)}
    address = f"{bot.prefix}/sendMessage"
    match form:
        case "json":
            response = await bot.http.post(address, json={**values, "chat_id": 7, "reply_markup": KEYBOARD})
        case "urlencoded":
            response = await bot.http.post(address, data=values)
        case "multipart":
            response = await bot.http.post(address, files={name: (None, value) for name, value in values.items()})
        case _:
            response = await bot.http.get(address, params=values)
    body = response.json()
    assert (response.status_code, body["ok"]) == (200, True)
    assert body["result"]["reply_markup"] == KEYBOARD
    sent = (await telegram.transcript(7))[-1]
    assert (sent.author, sent.text) == ("bot", "привет & all")
    assert (sent.message_id, sent.keyboard[0][0].callback_data) == (body["result"]["message_id"], "csat:1:5")


async def test_a_body_that_is_no_sound_json_object_is_refused(bot: BotClient) -> None:
    headers = {"Content-Type": "application/json"}
    for content in (b'{"chat_id": 7', b"[1]", b'{"chat_id": 7, "text": "half an emoji \\ud83d"}'):
        response = await bot.http.post(f"{bot.prefix}/sendMessage", content=content, headers=headers)
        assert (response.status_code, response.json()["error_code"]) == (400, 400)


@pytest.mark.parametrize(
    ("path", "code", "description"),
    [
        ("/bot2000:unknown/getMe", 401, "Unauthorized"),
        ("/botnonsense/getMe", 404, "Not Found"),
        ("/bot1000:fake/sendTelepathy", 404, "Not Found: method not found"),
        ("/elsewhere", 404, "Not Found"),
        ("/file/bot1000:fake/documents/none.pdf", 404, "Not Found"),
    ],
)
async def test_wrong_addresses_are_refused(bot: BotClient, path: str, code: int, description: str) -> None:
    response = await bot.http.get(path)
    assert response.status_code == code
    assert response.json() == {"ok": False, "error_code": code, "description": description}


@pytest.mark.parametrize(
    ("body", "description"),
    [
        ({"text": "x"}, "chat_id is empty"),
        ({"chat_id": 8, "text": "x"}, "chat not found"),
        ({"chat_id": "@nobody", "text": "x"}, "chat not found"),
        ({"chat_id": 7}, "message text is empty"),
        ({"chat_id": 7, "text": " \n "}, "message text is empty"),
        ({"chat_id": 7, "text": "x" * 4097}, "message is too long"),
        ({"chat_id": 7, "text": "x", "parse_mode": "Fancy"}, "unsupported parse_mode"),
        ({"chat_id": 7, "text": "x", "reply_markup": None}, "object expected as reply markup"),
        ({"chat_id": 7, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}},
         "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"chat_id": 7, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "ю" * 33}]]}},
         "BUTTON_DATA_INVALID"),
        ({"chat_id": 7, "text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
    ],
)  # fmt: skip
async def test_bad_messages_are_refused(
    bot: BotClient, telegram: TelegramControl, body: dict[str, object], description: str
) -> None:
    await telegram.start(7)
    assert await bot.refusal("sendMessage", **body) == (400, f"Bad Request: {description}")
    assert await telegram.texts(7) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("write to <mail@example.org>", 'Unsupported start tag "mail@example.org" at byte offset 9'),
        ("<b>bold", 'Can\'t find end tag corresponding to start tag "b"'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
    ],
)
async def test_bad_html_is_refused(bot: BotClient, telegram: TelegramControl, text: str, problem: str) -> None:
    await telegram.start(7)
    refusal = await bot.refusal("sendMessage", chat_id=7, text=text, parse_mode="HTML")
    assert refusal == (400, f"Bad Request: can't parse entities: {problem}")
    await bot.result("sendMessage", chat_id=7, text=text)


async def test_html_becomes_text_and_entities_counted_in_utf16_units(bot: BotClient, telegram: TelegramControl) -> None:
    await telegram.start(7)
    html = '😀 <b>bold</b> &lt;a&gt; <a href="https://example.org/?a=1&amp;b=2">link</a>'
    sent = await bot.result("sendMessage", chat_id=7, text=html, parse_mode="HTML")
    assert sent["text"] == "😀 bold <a> link"
    assert sent["entities"] == [
        {"type": "bold", "offset": 3, "length": 4},
        {"type": "text_link", "offset": 12, "length": 4, "url": "https://example.org/?a=1&b=2"},
    ]


async def test_length_is_counted_after_the_markup_is_gone(bot: BotClient, telegram: TelegramControl) -> None:
    await telegram.start(7)
    await bot.result("sendMessage", chat_id=7, text="<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    assert len((await telegram.texts(7))[0]) == 4096


async def test_blocked_and_deleted_customers_are_forbidden_until_they_return(
    bot: BotClient, telegram: TelegramControl
) -> None:
    await telegram.start(7)
    await telegram.block(7)
    assert await bot.refusal("sendMessage", chat_id=7, text="x") == (403, "Forbidden: bot was blocked by the user")
    await telegram.unblock(7)
    await bot.result("sendMessage", chat_id=7, text="back")
    await telegram.deactivate(7)
    assert await bot.refusal("sendMessage", chat_id=7, text="x") == (403, "Forbidden: user is deactivated")
    assert await telegram.texts(7) == ["back"]


async def test_a_chat_can_be_known_without_a_start(bot: BotClient, telegram: TelegramControl) -> None:
    await telegram.knows(7)
    sent = await bot.result("sendMessage", chat_id=7, text="hello")
    assert sent["chat"]["type"] == "private"
    assert await telegram.texts(7) == ["hello"]


async def test_commands_and_chat_actions_are_checked(bot: BotClient, telegram: TelegramControl) -> None:
    await telegram.start(7)
    assert await bot.result("setMyCommands", commands=[{"command": "menu", "description": "Menu"}], language_code="ru")
    wrong = [{"command": "File-Issue", "description": "x"}]
    assert await bot.refusal("setMyCommands", commands=wrong) == (400, "Bad Request: BOT_COMMAND_INVALID")
    assert await bot.result("sendChatAction", chat_id=7, action="typing") is True
    problem = (400, "Bad Request: wrong parameter action in request")
    assert await bot.refusal("sendChatAction", chat_id=7, action="dancing") == problem
