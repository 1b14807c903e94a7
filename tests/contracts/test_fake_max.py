"""The fake MAX brings updates, paces bots and refuses as the platform does."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from services.notifications.clients.max import Max
from services.notifications.domain.refusals import RateLimited
from tests.support.eventually import eventually
from tests.support.fake_max import ControlRefused, MaxControl, running_in_thread
from tests.support.fake_max.delivery import SECRET_HEADER
from tests.support.fake_max.shapes import RuleChanges
from tests.support.fake_messenger.webhook_receiver import WebhookReceiver, webhook_receiver

TOKEN, SECRET = "max-token", "s3cret-of-the-webhook"
CALLBACK = {"type": "callback", "text": "5", "payload": "csat:1:5"}


@pytest_asyncio.fixture
async def http(max_api: MaxControl) -> AsyncIterator[httpx.AsyncClient]:
    """A client with the token of a registered bot."""
    await max_api.register_bot(TOKEN)
    headers = {"Authorization": TOKEN}
    async with httpx.AsyncClient(base_url=max_api.url, headers=headers, verify=False) as client:
        yield client


@pytest_asyncio.fixture
async def webhook() -> AsyncIterator[WebhookReceiver]:
    async with webhook_receiver(secret_header=SECRET_HEADER) as receiver:
        yield receiver


async def subscribe(http: httpx.AsyncClient, webhook: WebhookReceiver, *kinds: str) -> None:
    body = {"url": webhook.url, "secret": SECRET, "update_types": list(kinds)}
    assert (await http.post("/subscriptions", json=body)).json() == {"success": True}


async def test_updates_come_one_by_one_with_the_secret_that_the_adapter_trusts(
    max_api: MaxControl, http: httpx.AsyncClient, webhook: WebhookReceiver
) -> None:
    await subscribe(http, webhook)
    await max_api.start(777, payload="hr_1")
    await max_api.write(777, text="Hello")
    received = [await webhook.next() for _ in range(2)]
    assert [update["update_type"] for update, _ in received] == ["bot_started", "message_created"]
    assert all(Max(max_api.url).trusted({SECRET_HEADER.lower(): secret}, secret=SECRET) for _, secret in received)


@pytest.mark.parametrize("answer", [500, 403, 204])
async def test_anything_but_200_is_brought_again_in_order(
    max_api: MaxControl, http: httpx.AsyncClient, webhook: WebhookReceiver, answer: int
) -> None:
    webhook.answers += [(answer, {}), (answer, {})]
    await subscribe(http, webhook, "message_created")
    await max_api.start(777)
    await max_api.write(777, text="One")
    await max_api.write(777, text="Two")
    texts = [(await webhook.next())[0]["message"]["body"]["text"] for _ in range(4)]
    assert texts == ["One", "One", "One", "Two"]


async def test_after_ten_retries_an_update_is_given_up(
    max_api: MaxControl, http: httpx.AsyncClient, webhook: WebhookReceiver
) -> None:
    await max_api.change_rules(RuleChanges(retry_seconds=0.0))
    webhook.answers += [(503, {})] * 11
    await subscribe(http, webhook, "message_created")
    await max_api.start(777)
    await max_api.write(777, text="Lost")
    await max_api.write(777, text="Brought")
    texts = [(await webhook.next())[0]["message"]["body"]["text"] for _ in range(12)]
    assert texts == ["Lost"] * 11 + ["Brought"]
    await eventually(lambda: _settled(max_api), within=5, what="the last attempt has its answer")


async def _settled(max_api: MaxControl) -> bool:
    deliveries = await max_api.deliveries()
    return [delivery.status for delivery in deliveries] == [503] * 11 + [200]


async def test_two_messages_a_second_in_a_dialog_and_no_word_of_when_to_come_back(
    max_api: MaxControl, http: httpx.AsyncClient
) -> None:
    await max_api.change_rules(RuleChanges(pacing=True))
    await max_api.start(777)
    answers = [await http.post("/messages?chat_id=777", json={"text": str(number)}) for number in range(4)]
    assert [answer.status_code for answer in answers[:2]] == [200, 200]
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.json()["code"] == "too.many.requests"
    assert "Retry-After" not in refused.headers
    messenger = Max(max_api.url)
    with pytest.raises(RateLimited):
        await asyncio.gather(*(messenger.send(TOKEN, chat_id=777, text="a") for _ in range(4)))
    await messenger.close()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"text": "x" * 4001}, "size must be between 0 and 4000"),
        ({"text": "🙂" * 2001}, "size must be between 0 and 4000"),
        ({"text": " "}, "must not be empty"),
        ({}, "must not be empty"),
        ({"text": 7}, "must be a string"),
        ({"text": "a", "attachments": [{"type": "file", "payload": {"token": "none"}}]}, "no such token"),
        ({"text": "a", "attachments": [{"type": "inline_keyboard", "payload": {"buttons": []}}]}, "buttons"),
        ({"text": "a", "attachments": [{"type": "inline_keyboard", "payload": {"buttons": [[CALLBACK] * 8]}}]}, "row"),
        (
            {"text": "a", "attachments": [{"type": "inline_keyboard", "payload": {"buttons": [[{"type": "x"}]]}}]},
            "unknown type",
        ),
        (
            {
                "text": "a",
                "attachments": [
                    {"type": "inline_keyboard", "payload": {"buttons": [[{**CALLBACK, "payload": "x" * 1025}]]}}
                ],
            },
            "between 1 and 1024",
        ),
    ],
)
async def test_a_message_that_max_would_not_take(
    max_api: MaxControl, http: httpx.AsyncClient, body: dict[str, Any], words: str
) -> None:
    await max_api.start(777)
    answer = await http.post("/messages?chat_id=777", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "proto.payload")
    assert words in answer.json()["message"]
    assert await max_api.transcript(777) == []


@pytest.mark.parametrize(
    ("method", "path", "token", "status", "code"),
    [
        ("GET", "/me", "nobody", 401, "verify.token"),
        ("GET", "/me", f"Bearer {TOKEN}", 401, "verify.token"),
        ("GET", f"/me?access_token={TOKEN}", "", 401, "verify.token"),
        ("GET", "/elsewhere", TOKEN, 404, "not.found"),
        ("POST", "/messages?chat_id=1", TOKEN, 404, "chat.not.found"),
        ("POST", "/messages", TOKEN, 400, "proto.payload"),
        ("PUT", "/messages?message_id=mid.0", TOKEN, 404, "not.found"),
        ("POST", "/answers?callback_id=none", TOKEN, 404, "not.found"),
        ("POST", "/uploads?type=telepathy", TOKEN, 400, "proto.payload"),
    ],
)
async def test_a_wrong_call_is_refused(
    http: httpx.AsyncClient, method: str, path: str, token: str, status: int, code: str
) -> None:
    answer = await http.request(method, path, headers={"Authorization": token}, json={"text": "a"})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_an_empty_answer_to_a_press_is_refused_and_the_presses_of_a_keyboard_share_an_id(
    max_api: MaxControl, http: httpx.AsyncClient
) -> None:
    await max_api.start(777)
    keyboard = {"type": "inline_keyboard", "payload": {"buttons": [[CALLBACK]]}}
    await http.post("/messages?chat_id=777", json={"text": "Rate us", "attachments": [keyboard]})
    presses = [await max_api.press(777, data="5") for _ in range(2)]
    path = f"/answers?callback_id={presses[0].id}"
    assert presses[0].id == presses[1].id
    assert (await http.post(path, json={})).status_code == 400
    edited = {"message": {"text": "Thanks", "attachments": []}, "notification": "Noted"}
    assert (await http.post(path, json=edited)).json() == {"success": True}
    [message] = await max_api.transcript(777)
    assert (message.text, message.keyboard) == ("Thanks", [])
    assert [press.answer_text for press in await max_api.presses(777)] == ["Noted", "Noted"]


async def test_attachments_that_an_edit_does_not_name_stay(max_api: MaxControl, http: httpx.AsyncClient) -> None:
    await max_api.start(777)
    keyboard = {"type": "inline_keyboard", "payload": {"buttons": [[CALLBACK]]}}
    sent = await http.post("/messages?chat_id=777", json={"text": "Rate us", "attachments": [keyboard]})
    path = f"/messages?message_id={sent.json()['message']['body']['mid']}"
    await http.put(path, json={"text": "Please"})
    assert await max_api.buttons(777) == [["5"]]
    await http.put(path, json={"attachments": []})
    assert (await max_api.texts(777), await max_api.buttons(777)) == (["Please"], [])


async def test_a_file_just_brought_is_not_ready_at_once(max_api: MaxControl, http: httpx.AsyncClient) -> None:
    await max_api.change_rules(RuleChanges(not_ready=1))
    await max_api.start(777)
    place = (await http.post("/uploads?type=file")).json()["url"]
    token = (await http.post(place, files={"data": ("a.txt", b"words")})).json()["token"]
    body = {"attachments": [{"type": "file", "payload": {"token": token}}]}
    answers = [await http.post("/messages?chat_id=777", json=body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [400, 200]
    assert answers[0].json()["code"] == "attachment.not.ready"


async def test_webhooks_are_https_unless_the_rules_are_local(max_api: MaxControl, http: httpx.AsyncClient) -> None:
    await max_api.change_rules(RuleChanges(local=False))
    plain = await http.post("/subscriptions", json={"url": "http://desk.example/hook"})
    weak = await http.post("/subscriptions", json={"url": "https://desk.example/hook", "secret": "a b"})
    assert [plain.status_code, weak.status_code] == [400, 400]


async def test_only_what_a_customer_can_do_is_done(max_api: MaxControl, http: httpx.AsyncClient) -> None:
    for act in (max_api.write(777, text="a"), max_api.press(777, data="a"), max_api.block(777)):
        with pytest.raises(ControlRefused):
            await act


async def test_a_start_in_an_open_dialog_may_be_kept_from_the_bot(max_api: MaxControl, http: httpx.AsyncClient) -> None:
    await max_api.change_rules(RuleChanges(starts_again=False))
    for payload in ("one", "two"):
        await max_api.start(777, payload=payload)
    await max_api.block(777)
    await max_api.start(777, payload="three")
    updates = (await http.get("/updates", params={"timeout": 1})).json()["updates"]
    assert [update.get("payload") for update in updates if update["update_type"] == "bot_started"] == ["one", "three"]


async def test_it_serves_from_a_thread_too() -> None:
    with running_in_thread() as url:
        async with MaxControl(url) as control:
            assert (await control.register_bot("other")).username.startswith("id")


async def test_it_runs_as_a_command_until_it_is_told_to_stop() -> None:
    command = ["-m", "tests.support.fake_max", "--port", "0", "--bot", "shown"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdout=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    assert process.stdout
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
        url = line.split(" at ")[1].split(",")[0]
        async with httpx.AsyncClient(base_url=url, headers={"Authorization": "shown"}, verify=False) as client:
            assert (await client.get("/me")).json()["is_bot"] is True
    finally:
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 60) == 0
