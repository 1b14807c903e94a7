"""The shapes are the messengers' own: other people's models take our fixtures, and what the imitations say."""

import importlib
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.contracts.platforms.fixtures import Fixture, fixtures
from tests.support.fake_max import MaxControl
from tests.support.fake_max.shapes import Attach as MaxAttach
from tests.support.fake_telegram import TelegramControl
from tests.support.fake_telegram.bot_client import BotClient
from tests.support.fake_telegram.shapes import Attach as TelegramAttach

CASES = [(kind, fixture) for kind in ("telegram", "max") for fixture in fixtures(kind)]
KEYBOARD = {"inline_keyboard": [[{"text": "5", "callback_data": "csat:1:5"}]]}
BUTTONS = {"buttons": [[{"type": "callback", "text": "5", "payload": "csat:1:5"}]]}
TOKEN = "max-token"


@pytest.fixture(scope="module")
def real() -> ModuleType:
    return importlib.import_module("tests.contracts.platforms.real_models")


@pytest.mark.parametrize(("kind", "fixture"), CASES, ids=[f"{kind}: {fixture.name}" for kind, fixture in CASES])
def test_a_fixture_has_the_real_shape(real: ModuleType, kind: str, fixture: Fixture) -> None:
    assert real.check_update(kind, fixture.update) in (*fixture.update, fixture.update.get("update_type"))


async def test_what_the_fake_telegram_sends_and_answers_has_the_real_shape(
    real: ModuleType, bot: BotClient, telegram: TelegramControl
) -> None:
    await telegram.start(7, payload="hr_1")
    sent = await bot.result("sendMessage", chat_id=7, text="Rate us", reply_markup=KEYBOARD)
    written = await telegram.write(7, text="Hello")
    await telegram.edit(7, message_id=written.message_id, text="Hello!")
    await telegram.press(7, data="csat:1:5")
    for kind in ("photo", "document", "voice", "audio", "video", "video_note", "sticker", "contact", "location"):
        await telegram.attach(7, content=b"x", wish=TelegramAttach.model_validate({"kind": kind}))
    await telegram.block(7)
    await telegram.unblock(7)
    updates = await bot.result("getUpdates")
    kinds = {real.check_update("telegram", update) for update in updates}
    [file_id] = [u["message"]["document"]["file_id"] for u in updates if "document" in u.get("message", {})]
    real.check_answer("telegram", "sendMessage", sent)
    real.check_answer("telegram", "getMe", await bot.result("getMe"))
    real.check_answer("telegram", "getFile", await bot.result("getFile", file_id=file_id))
    real.check_answer("telegram", "getWebhookInfo", await bot.result("getWebhookInfo"))
    assert kinds == {"message", "edited_message", "callback_query", "my_chat_member"}


async def test_what_the_fake_max_sends_and_answers_has_the_real_shape(real: ModuleType, max_api: MaxControl) -> None:
    await max_api.register_bot(TOKEN)
    await max_api.start(777, payload="hr_1")
    body = {"text": "Rate us", "attachments": [{"type": "inline_keyboard", "payload": BUTTONS}]}
    sent = await max_answer(max_api, "POST", "/messages", query={"chat_id": "777"}, body=body)
    written = await max_api.write(777, text="Hello")
    await max_api.edit(777, message_id=written.message_id, text="Hello!")
    await max_api.press(777, data="csat:1:5")
    for kind in ("image", "file", "audio", "video", "sticker", "contact", "location"):
        await max_api.attach(777, content=b"x", wish=MaxAttach.model_validate({"kind": kind}))
    await max_api.block(777)
    polled = await max_answer(max_api, "GET", "/updates", query={"timeout": "1"})
    kinds = {real.check_update("max", update) for update in polled["updates"]}
    hook = {"url": "http://127.0.0.1:9/hook", "secret": "secret", "update_types": ["message_created"]}
    await max_answer(max_api, "POST", "/subscriptions", body=hook)
    real.check_answer("max", "POST /messages", sent)
    real.check_answer("max", "GET /me", await max_answer(max_api, "GET", "/me"))
    real.check_answer("max", "GET /subscriptions", await max_answer(max_api, "GET", "/subscriptions"))
    started, stopped = {"bot_started"}, {"bot_stopped", "dialog_removed"}
    assert kinds == started | {"message_created", "message_edited", "message_callback"} | stopped


async def max_answer(
    max_api: MaxControl, method: str, path: str, *, query: dict[str, str] | None = None, body: Any = None
) -> Any:
    """What MAX answers to a call that must succeed."""
    async with httpx.AsyncClient(base_url=max_api.url, headers={"Authorization": TOKEN}, verify=False) as client:
        response = await client.request(method, path, params=query, json=body)
    assert response.status_code == 200, response.text
    return response.json()
