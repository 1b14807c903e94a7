"""The fake Bot API paces bots and fails on demand, and its control door says what happened."""

import asyncio
import os
import signal
import sys

import httpx
import pytest

from tests.support.fake_telegram import ControlRefused, FaultKind, TelegramControl, running_in_thread
from tests.support.fake_telegram.bot_client import BotClient
from tests.support.fake_telegram.shapes import FaultShape, RuleChanges


async def test_a_burst_in_one_chat_is_told_to_wait(bot: BotClient, telegram: TelegramControl) -> None:
    await telegram.change_rules(RuleChanges(pacing=True))
    await telegram.start(7)
    responses = [await bot.call("sendMessage", chat_id=7, text=str(number)) for number in range(8)]
    refused = next(response for response in responses if response.status_code == 429)
    assert [response.status_code for response in responses[:5]] == [200] * 5
    assert refused.headers["Retry-After"] == "1"
    assert refused.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }


async def test_a_bot_writes_about_thirty_messages_a_second_over_all_chats(
    bot: BotClient, telegram: TelegramControl
) -> None:
    await telegram.change_rules(RuleChanges(pacing=True, know_everyone=True))
    sends = [bot.call("sendMessage", chat_id=chat_id, text="news") for chat_id in range(1, 101)]
    statuses = [response.status_code for response in await asyncio.gather(*sends)]
    assert 30 <= statuses.count(200) < 100
    assert set(statuses) == {200, 429}


async def test_the_next_calls_fail_as_scripted_and_then_go_well(bot: BotClient, telegram: TelegramControl) -> None:
    await telegram.start(7)
    await telegram.fail_next(2, kind=FaultKind.RATE_LIMITED, method="sendMessage", retry_after_seconds=9)
    await telegram.fail_next(kind=FaultKind.SERVER_ERROR, method="sendmessage")
    await telegram.fail_next(kind=FaultKind.BAD_GATEWAY)
    assert (await bot.call("getMe")).status_code == 502
    responses = [await bot.call("sendMessage", chat_id=7, text="x") for _ in range(4)]
    assert [response.status_code for response in responses] == [429, 429, 500, 200]
    assert responses[0].json()["parameters"] == {"retry_after": 9}
    assert responses[2].json()["description"] == "Internal Server Error"
    assert len(await telegram.texts(7)) == 1


async def test_a_fault_can_be_any_refusal_for_one_chat(bot: BotClient, telegram: TelegramControl) -> None:
    words = "Forbidden: bot can't initiate conversation with a user"
    await telegram.knows(7)
    await telegram.knows(8)
    await telegram.script(FaultShape(kind=FaultKind.REFUSED, code=403, description=words, chat_id=8))
    await bot.result("sendMessage", chat_id=7, text="x")
    assert await bot.refusal("sendMessage", chat_id=8, text="x") == (403, words)


@pytest.mark.parametrize(("kind", "texts"), [(FaultKind.TIMEOUT_BEFORE, []), (FaultKind.TIMEOUT_AFTER, ["x"])])
async def test_a_timeout_drops_the_call_before_or_after_it_counted(
    bot: BotClient, telegram: TelegramControl, kind: FaultKind, texts: list[str]
) -> None:
    await telegram.knows(7)
    await telegram.fail_next(kind=kind)
    with pytest.raises(httpx.RemoteProtocolError):
        await bot.call("sendMessage", chat_id=7, text="x")
    await telegram.fail_next(kind=kind, hold_seconds=30)
    with pytest.raises(httpx.ReadTimeout):
        await bot.http.post(f"{bot.prefix}/sendMessage", json={"chat_id": 7, "text": "x"}, timeout=0.5)
    assert await telegram.texts(7) == texts * 2
    assert [call.status for call in await telegram.calls("sendMessage")] == [0, 0]


async def test_all_calls_are_recorded_with_their_outcome(bot: BotClient, telegram: TelegramControl) -> None:
    await telegram.start(7)
    await bot.http.post(f"{bot.prefix}/sendMessage", data={"chat_id": "7", "text": "hello"})
    await bot.call("sendMessage", chat_id=8, text="nobody")
    first, second = await telegram.calls("sendmessage")
    assert (first.status, first.content_type) == (200, "application/x-www-form-urlencoded")
    assert first.parameters == {"chat_id": "7", "text": "hello"}
    assert (second.status, second.description) == (400, "Bad Request: chat not found")
    assert [call.chat_id for call in await telegram.calls(chat_id=8)] == ["8"]


async def test_two_bots_have_chats_of_their_own(bot: BotClient, telegram: TelegramControl) -> None:
    other = await telegram.register_bot("2000:other")
    with pytest.raises(ControlRefused, match="name one by bot_id"):
        await telegram.start(7)
    await telegram.start(7, bot=other)
    assert await bot.refusal("sendMessage", chat_id=7, text="x") == (400, "Bad Request: chat not found")
    assert [message.bot_id for message in await telegram.transcript(7)] == [2000]


async def test_a_blocked_bot_hears_nothing(bot: BotClient, telegram: TelegramControl) -> None:
    await telegram.start(7)
    await telegram.block(7)
    with pytest.raises(ControlRefused, match="blocked"):
        await telegram.write(7, text="anyone?")


async def test_a_misspelt_wish_is_refused_by_the_control_door(telegram: TelegramControl) -> None:
    async with httpx.AsyncClient() as http:
        answer = await http.post(f"{telegram.url}/control/faults", json={"kind": "server_error", "times": 3})
    assert answer.status_code == 422


def test_it_runs_in_a_thread_and_stops() -> None:
    with running_in_thread() as url:
        assert httpx.get(f"{url}/bot1:x/getMe").status_code == 401
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/bot1:x/getMe")


async def test_it_runs_as_a_program_and_stops_on_sigterm() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.fake_telegram", "--port", "0", "--know-everyone", "--bot", "5:demo",
        stdout=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert program.stdout is not None
    line = (await asyncio.wait_for(program.stdout.readline(), 20)).decode()
    url = line.split()[5].rstrip(",")
    async with httpx.AsyncClient() as http:
        sent = await http.post(f"{url}/bot5:demo/sendMessage", json={"chat_id": 1, "text": "hello"})
    program.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(program.wait(), 10) == 0
    assert sent.json()["result"]["text"] == "hello"
