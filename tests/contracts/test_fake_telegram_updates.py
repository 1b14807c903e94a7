"""The fake Bot API hands updates to a webhook or to getUpdates as the platform does."""

import asyncio
from typing import Any

import pytest

from tests.support.fake_messenger.webhook_receiver import WebhookReceiver
from tests.support.fake_telegram import TelegramControl
from tests.support.fake_telegram.bot_client import BotClient
from tests.support.fake_telegram.shapes import PersonShape, RuleChanges


async def test_a_start_reaches_the_webhook_with_payload_and_secret(
    bot: BotClient, telegram: TelegramControl, bot_webhook: WebhookReceiver
) -> None:
    await bot.result("setWebhook", url=bot_webhook.url, secret_token="s3cret_-")
    await telegram.start(7, payload="hr_abc", person=PersonShape(first_name="Anna", language_code="ru"))
    update, secret = await bot_webhook.next()
    message: Any = update["message"]
    assert (secret, message["text"]) == ("s3cret_-", "/start hr_abc")
    assert message["chat"] == {"id": 7, "type": "private", "first_name": "Anna"}
    assert message["from"]["language_code"] == "ru"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_every_act_of_a_customer_is_an_update_in_order(
    bot: BotClient, telegram: TelegramControl, bot_webhook: WebhookReceiver
) -> None:
    await bot.result("setWebhook", url=bot_webhook.url)
    await telegram.start(7)
    keyboard = {"inline_keyboard": [[{"text": "5", "callback_data": "csat:1:5"}]]}
    sent = await bot.result("sendMessage", chat_id=7, text="Rate", reply_markup=keyboard)
    await telegram.press(7, data="csat:1:5")
    written = await telegram.write(7, text="helo", reply_to=sent["message_id"])
    await telegram.edit(7, message_id=written.message_id, text="hello")
    await telegram.block(7)
    await telegram.start(7)
    updates: list[Any] = [(await bot_webhook.next())[0] for _ in range(7)]
    kinds = ["message", "callback_query", "message", "edited_message", "my_chat_member", "my_chat_member", "message"]
    assert [next(iter(update.keys() - {"update_id"})) for update in updates] == kinds
    assert [update["update_id"] for update in updates] == list(range(1, 8))
    press = updates[1]["callback_query"]
    assert (press["data"], press["message"]["message_id"], press["from"]["id"]) == ("csat:1:5", sent["message_id"], 7)
    assert updates[2]["message"]["reply_to_message"]["text"] == "Rate"
    assert updates[3]["edited_message"]["message_id"] == written.message_id
    assert [update["my_chat_member"]["new_chat_member"]["status"] for update in updates[4:6]] == ["kicked", "member"]


async def test_a_webhook_that_fails_is_tried_again_until_it_takes_the_update(
    bot: BotClient, telegram: TelegramControl, bot_webhook: WebhookReceiver
) -> None:
    bot_webhook.answers = [(503, {}), (302, {}), (500, {})]
    await bot.result("setWebhook", url=bot_webhook.url)
    await telegram.start(7)
    ids = {(await bot_webhook.next())[0]["update_id"] for _ in range(4)}
    await telegram.write(7, text="next")
    later, _ = await bot_webhook.next()
    assert (ids, later["update_id"]) == ({1}, 2)
    attempts = [(attempt.attempt, attempt.status) for attempt in await telegram.deliveries()][:4]
    assert attempts == [(1, 503), (2, 302), (3, 500), (4, 200)]
    info = await bot.result("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_one_chats_trouble_does_not_hold_up_another(
    bot: BotClient, telegram: TelegramControl, bot_webhook: WebhookReceiver
) -> None:
    await telegram.change_rules(RuleChanges(retry_seconds=600))
    bot_webhook.answers = [(500, {}), (500, {})]
    await bot.result("setWebhook", url=bot_webhook.url)
    await telegram.start(7)
    await bot_webhook.next()
    await bot_webhook.next()
    await telegram.start(8)
    update: Any = (await bot_webhook.next())[0]
    assert update["message"]["chat"]["id"] == 8
    assert (await bot.result("getWebhookInfo"))["pending_update_count"] >= 1


async def test_a_method_in_the_webhooks_answer_is_run(
    bot: BotClient, telegram: TelegramControl, bot_webhook: WebhookReceiver
) -> None:
    bot_webhook.answers = [(200, {"method": "sendMessage", "chat_id": 7, "text": "at once"})]
    await bot.result("setWebhook", url=bot_webhook.url)
    await telegram.start(7)
    await bot_webhook.next()
    await telegram.write(7, text="more")
    await bot_webhook.next()
    assert await telegram.texts(7) == ["at once"]


@pytest.mark.parametrize(
    ("body", "description"),
    [
        ({"url": "http://desk.example.org/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://desk.example.org:9443/hook"},
         "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "https://127.0.0.1/hook"}, "bad webhook: IP address 127.0.0.1 is reserved"),
        ({"url": "https://desk.example.org/", "secret_token": "a+b="}, "secret token contains unallowed characters"),
        ({"url": "https://desk.example.org/", "secret_token": "a" * 257}, "secret token is too long"),
    ],
)  # fmt: skip
async def test_webhooks_that_the_platform_would_refuse_are_refused(
    bot: BotClient, telegram: TelegramControl, body: dict[str, str], description: str
) -> None:
    await telegram.change_rules(RuleChanges(local=False))
    assert await bot.refusal("setWebhook", **body) == (400, f"Bad Request: {description}")
    assert (await bot.result("getWebhookInfo"))["url"] == ""


async def test_allowed_updates_stay_until_they_are_set_again(bot: BotClient, telegram: TelegramControl) -> None:
    url = "https://desk.example.org/hook"
    response = await bot.call("setWebhook", url=url, allowed_updates=["callback_query", "nonsense"])
    assert response.json() == {"ok": True, "result": True, "description": "Webhook was set"}
    assert (await bot.call("setWebhook", url=url)).json()["description"] == "Webhook is already set"
    await telegram.start(7)
    info = await bot.result("getWebhookInfo")
    assert (info["allowed_updates"], info["pending_update_count"]) == (["callback_query"], 0)
    await bot.result("setWebhook", url=url, allowed_updates=[])
    assert "allowed_updates" not in await bot.result("getWebhookInfo")
    assert (await bot.call("deleteWebhook")).json()["description"] == "Webhook was deleted"


async def test_polling_confirms_by_offset_and_conflicts_with_a_webhook(
    bot: BotClient, telegram: TelegramControl
) -> None:
    await telegram.start(7)
    await telegram.write(7, text="second")
    assert [update["update_id"] for update in await bot.result("getUpdates", limit=1)] == [1]
    assert [update["update_id"] for update in await bot.result("getUpdates", offset=2)] == [2]
    assert await bot.result("getUpdates", offset=3) == []
    await bot.result("setWebhook", url="https://desk.example.org/hook")
    code, description = await bot.refusal("getUpdates")
    assert (code, description.startswith("Conflict: can't use getUpdates method while webhook is active")) == (
        409,
        True,
    )


async def test_a_long_poll_ends_with_the_update_it_waited_for(bot: BotClient, telegram: TelegramControl) -> None:
    waiting = asyncio.create_task(bot.result("getUpdates", timeout=8))
    await telegram.start(7)
    updates = await asyncio.wait_for(waiting, 5)
    assert updates[0]["message"]["text"] == "/start"


async def test_a_second_poller_ends_the_first(bot: BotClient, telegram: TelegramControl) -> None:
    pollers = [asyncio.create_task(bot.call("getUpdates", timeout=8)) for _ in range(2)]
    done, _ = await asyncio.wait(pollers, timeout=5, return_when=asyncio.FIRST_COMPLETED)
    conflict = next(iter(done)).result().json()
    await telegram.start(7)
    answers = await asyncio.wait_for(asyncio.gather(*pollers), 5)
    assert conflict["error_code"] == 409
    assert conflict["description"].startswith("Conflict: terminated by other getUpdates request")
    assert sorted(answer.status_code for answer in answers) == [200, 409]
