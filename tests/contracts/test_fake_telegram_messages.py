"""The fake Bot API edits messages, takes button presses and carries files as the platform does."""

import httpx
import pytest

from tests.support.fake_telegram import ControlRefused, TelegramControl
from tests.support.fake_telegram.bot_client import BotClient
from tests.support.fake_telegram.shapes import Attach

KEYBOARD = {
    "inline_keyboard": [[{"text": "Good", "callback_data": "rate:5"}, {"text": "Bad", "callback_data": "rate:1"}]]
}
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_an_edit_replaces_text_and_drops_the_keyboard(bot: BotClient, telegram: TelegramControl) -> None:
    await telegram.start(7)
    sent = await bot.result("sendMessage", chat_id=7, text="Rate us", reply_markup=KEYBOARD)
    edited = await bot.result("editMessageText", chat_id=7, message_id=sent["message_id"], text="Thanks")
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= sent["date"]
    message = (await telegram.transcript(7))[-1]
    assert (message.text, message.keyboard) == ("Thanks", [])
    assert [button.text for button in message.earlier[0].keyboard[0]] == ["Good", "Bad"]


async def test_the_same_content_again_is_not_a_change(bot: BotClient, telegram: TelegramControl) -> None:
    await telegram.start(7)
    sent = await bot.result("sendMessage", chat_id=7, text="Rate us", reply_markup=KEYBOARD)
    target = {"chat_id": 7, "message_id": sent["message_id"], "reply_markup": KEYBOARD}
    for method, body in (("editMessageText", {"text": "Rate us"}), ("editMessageReplyMarkup", {})):
        code, description = await bot.refusal(method, **target, **body)
        assert code == 400
        assert description.startswith("Bad Request: message is not modified")
    await bot.result("editMessageReplyMarkup", chat_id=7, message_id=sent["message_id"])
    assert (await telegram.transcript(7))[-1].keyboard == []


async def test_only_the_bots_own_present_messages_can_be_edited(bot: BotClient, telegram: TelegramControl) -> None:
    written = await telegram.start(7)
    target = {"chat_id": 7, "text": "x"}
    own = await bot.refusal("editMessageText", message_id=written.message_id, **target)
    assert own == (400, "Bad Request: message can't be edited")
    missing = await bot.refusal("editMessageText", message_id=999, **target)
    assert missing == (400, "Bad Request: message to edit not found")
    unnamed = await bot.refusal("editMessageText", **target)
    assert unnamed == (400, "Bad Request: message identifier is not specified")


async def test_a_press_is_answered_once(bot: BotClient, telegram: TelegramControl) -> None:
    await telegram.start(7)
    await bot.result("sendMessage", chat_id=7, text="Rate us", reply_markup=KEYBOARD)
    press = await telegram.press(7, data="Good")
    assert press.data == "rate:5"
    assert await bot.result("answerCallbackQuery", callback_query_id=press.id, text="Thanks") is True
    assert await bot.refusal("answerCallbackQuery", callback_query_id=press.id) == (400, TOO_OLD)
    assert [(seen.answered, seen.answer_text) for seen in await telegram.presses(7)] == [(True, "Thanks")]


async def test_an_old_or_unknown_press_cannot_be_answered(bot: BotClient, telegram: TelegramControl) -> None:
    await telegram.start(7)
    await bot.result("sendMessage", chat_id=7, text="Rate us", reply_markup=KEYBOARD)
    press = await telegram.press(7, data="rate:1", expired=True)
    for press_id in (press.id, "0"):
        assert await bot.refusal("answerCallbackQuery", callback_query_id=press_id) == (400, TOO_OLD)


async def test_only_a_shown_button_can_be_pressed_unless_the_press_is_stale(
    bot: BotClient, telegram: TelegramControl
) -> None:
    await telegram.start(7)
    with pytest.raises(ControlRefused, match="409"):
        await telegram.press(7, data="rate:5")
    assert (await telegram.press(7, data="rate:5", stale=True)).data == "rate:5"


async def test_a_document_is_uploaded_found_again_and_downloaded(bot: BotClient, telegram: TelegramControl) -> None:
    await telegram.start(7)
    parts: dict[str, tuple[str | None, bytes]] = {
        "chat_id": (None, b"7"), "caption": (None, b"The invoice"), "document": ("invoice.pdf", b"%PDF-1.7")
    }  # fmt: skip
    response = await bot.http.post(f"{bot.prefix}/sendDocument", files=parts)
    document = response.json()["result"]["document"]
    assert (document["file_name"], document["file_size"]) == ("invoice.pdf", 8)
    found = await bot.result("getFile", file_id=document["file_id"])
    assert (await bot.http.get(f"{bot.files}/{found['file_path']}")).content == b"%PDF-1.7"
    again = await bot.result("sendDocument", chat_id=7, document=document["file_id"])
    assert again["document"]["file_id"] == document["file_id"]
    first = (await telegram.transcript(7))[1]
    assert (first.text, first.file.name if first.file else None) == ("The invoice", "invoice.pdf")


async def test_a_photo_may_be_attached_by_name(bot: BotClient, telegram: TelegramControl) -> None:
    await telegram.start(7)
    response = await bot.http.post(
        f"{bot.prefix}/sendPhoto", data={"chat_id": "7", "photo": "attach://pic"}, files={"pic": ("p.png", PNG)}
    )
    sizes = response.json()["result"]["photo"]
    assert sizes[-1]["file_size"] == len(PNG)


@pytest.mark.parametrize(
    ("method", "fields", "content", "description"),
    [
        ("sendPhoto", {}, b"no image", "IMAGE_PROCESS_FAILED"),
        ("sendPhoto", {}, b"", "file must be non-empty"),
        ("sendPhoto", {"caption": "x" * 1025}, PNG, "message caption is too long"),
        ("sendPhoto", {}, None, "there is no photo in the request"),
        ("sendDocument", {}, None, "there is no document in the request"),
        ("sendDocument", {"document": "nonsense"}, None, "wrong file identifier/HTTP URL specified"),
        ("sendDocument", {"document": "http://127.0.0.1:1/x.pdf"}, None, "failed to get HTTP URL content"),
    ],
)
async def test_bad_files_are_refused(
    bot: BotClient,
    telegram: TelegramControl,
    method: str,
    fields: dict[str, str],
    content: bytes | None,
    description: str,
) -> None:
    await telegram.start(7)
    kind = method.removeprefix("send").lower()
    files = None if content is None else {kind: ("file.png", content)}
    response = await bot.http.post(f"{bot.prefix}/{method}", data={"chat_id": "7", **fields}, files=files)
    assert response.json() == {"ok": False, "error_code": 400, "description": f"Bad Request: {description}"}


async def test_what_a_customer_attached_can_be_downloaded_up_to_20_mb(
    bot: BotClient, telegram: TelegramControl
) -> None:
    await telegram.start(7)
    small = await telegram.attach(7, content=b"log", wish=Attach(name="a.log", mime_type="text/plain", caption="see"))
    large = await telegram.attach(7, content=b"log", wish=Attach(name="b.log", size=20 * 1024 * 1024 + 1))
    assert small.file is not None
    assert large.file is not None
    found = await bot.result("getFile", file_id=small.file.file_id)
    downloaded: httpx.Response = await bot.http.get(f"{bot.files}/{found['file_path']}")
    assert downloaded.content == b"log"
    assert await bot.refusal("getFile", file_id=large.file.file_id) == (400, "Bad Request: file is too big")
    assert await bot.refusal("getFile", file_id="nonsense") == (400, "Bad Request: invalid file_id")
