"""A platform's update is stored before it is answered; what no platform sent, and what nobody can read, is not."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.crypto import Sealer
from tests.integration.inbound.conftest import Desk
from tests.integration.inbound.house import CHANNELS, House
from tests.support.eventually import eventually
from tests.support.fake_telegram import TelegramControl

SECRET = "X-Telegram-Bot-Api-Secret-Token"
MIB = 1024 * 1024


def update(chat_id: int, number: int = 1, **message: Any) -> bytes:
    customer = {"id": chat_id, "is_bot": False, "first_name": "Vera", "language_code": "ru"}
    body = {"message_id": number, "date": 1700000000, "chat": {"id": chat_id, "type": "private"}, "from": customer}
    return json.dumps({"update_id": number, "message": {**body, "text": "Hello", **message}}).encode()


async def secret_of(house: House, desk: Desk) -> str:
    bot = await house.database["bots"].find_one({"_id": UUID(desk.channel_id)})
    assert bot is not None
    return Sealer(house.stack.settings["HELPDESK_ENCRYPTION_KEY"]).open(bot["webhook_secret"])


async def stored(house: House, desk: Desk) -> int:
    return await house.database["incoming"].count_documents({"channel_id": UUID(desk.channel_id)})


async def test_an_update_is_stored_once_however_often_it_comes(house: House, desk: Desk) -> None:
    secret = await secret_of(house, desk)
    for _ in range(3):
        answer = await house.post(f"/hooks/telegram/{desk.channel_id}", update(desk.chat_id), **{SECRET: secret})
        assert (answer.status_code, answer.json()) == (200, {})
    assert await stored(house, desk) == 1
    row = await house.database["chats"].find_one({"channel_id": UUID(desk.channel_id)})
    assert row is not None
    assert (row["first_name"], row["language"]) == ("Vera", "ru")


async def test_that_updates_come_in_is_shown(house: House, desk: Desk) -> None:
    secret = await secret_of(house, desk)
    shown = await house.ask(desk.tenant, "GET", f"{CHANNELS}/{desk.channel_id}")
    assert shown["last_inbound_at"] is None
    await house.post(f"/hooks/telegram/{desk.channel_id}", update(desk.chat_id), **{SECRET: secret})
    shown = await house.ask(desk.tenant, "GET", f"{CHANNELS}/{desk.channel_id}")
    assert shown["last_inbound_at"] is not None


@pytest.mark.parametrize("given", [{}, {SECRET: ""}, {SECRET: "wrong"}], ids=["none", "empty", "wrong"])
async def test_who_does_not_know_the_secret_is_refused(house: House, desk: Desk, given: dict[str, str]) -> None:
    answer = await house.post(f"/hooks/telegram/{desk.channel_id}", update(desk.chat_id), **given)
    assert answer.status_code == 403
    assert await stored(house, desk) == 0


async def test_a_channel_that_is_not_there_looks_like_one_with_another_secret(house: House, desk: Desk) -> None:
    secret = await secret_of(house, desk)
    ways = [
        f"/hooks/telegram/{desk.channel_id}",
        f"/hooks/telegram/{uuid4()}",
        f"/hooks/max/{desk.channel_id}",
    ]
    secrets = ["wrong", secret, secret]
    answers = [
        await house.post(way, update(desk.chat_id), **{SECRET: given}) for way, given in zip(ways, secrets, strict=True)
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert len({json.dumps(answer.json()["error"]["message"]) for answer in answers}) == 1


@pytest.mark.parametrize(
    "way", ["/hooks", "/hooks/telegram", "/hooks/email/x", "/hooks/telegram/x", "/hooks/telegram/x/y"]
)
async def test_what_is_no_hook_is_not_there(house: House, way: str) -> None:
    assert (await house.post(way, b"{}")).status_code == 404


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_a_hook_is_only_posted_to(house: House, desk: Desk, method: str) -> None:
    answer = await house.http.request(method, f"/hooks/telegram/{desk.channel_id}")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


async def test_the_way_of_the_platforms_leads_nowhere_else(house: House, desk: Desk) -> None:
    notifications = house.stack.urls["notifications"][0]
    for path in (f"/hooks/../v1/helpdesk/channels/{desk.channel_id}", "/hooks/v1/helpdesk/channels", CHANNELS):
        answer = await house.http.get(notifications + path)
        assert answer.status_code in {401, 404, 405}, path


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[]",
        b'{"update_id":"x"}',
        b'{"message":5}',
        b"[" * 5000,
        b'{"update_id":1,"poll":{}}',
        b"\xff",
    ],
)
async def test_what_nobody_can_read_is_taken_and_dropped(house: House, desk: Desk, body: bytes) -> None:
    """Otherwise it would come again for hours, before all that comes after it."""
    secret = await secret_of(house, desk)
    answer = await house.post(f"/hooks/telegram/{desk.channel_id}", body, **{SECRET: secret})
    assert answer.status_code == 200
    assert await stored(house, desk) == 0


async def test_ids_beyond_any_chats_are_taken_and_dropped(house: House, desk: Desk) -> None:
    secret = await secret_of(house, desk)
    for chat_id in (2**63, -(2**70), 10**400):
        body = update(desk.chat_id, chat={"id": chat_id, "type": "private"})
        answer = await house.post(f"/hooks/telegram/{desk.channel_id}", body, **{SECRET: secret})
        assert answer.status_code == 200
    for date in (10**30, -(10**30)):
        body = update(desk.chat_id, date=date)
        assert (await house.post(f"/hooks/telegram/{desk.channel_id}", body, **{SECRET: secret})).status_code == 200
    assert await stored(house, desk) == 0


async def test_a_body_beyond_a_mebibyte_is_not_read(house: House, desk: Desk) -> None:
    secret = await secret_of(house, desk)
    body = b" " * (MIB + 1)
    by_way_of_the_gateway = await house.post(f"/hooks/telegram/{desk.channel_id}", body, **{SECRET: secret})
    direct = f"{house.stack.urls['notifications'][0]}/hooks/telegram/{desk.channel_id}"
    assert (by_way_of_the_gateway.status_code, (await house.post(direct, body, **{SECRET: secret})).status_code) == (
        413,
        413,
    )


async def test_an_idempotency_key_or_a_forged_identity_changes_nothing(house: House, desk: Desk) -> None:
    secret = await secret_of(house, desk)
    headers = {SECRET: secret, "Idempotency-Key": "once", "X-Helpdesk-Identity": "forged", "Authorization": "Bearer x"}
    for number in (1, 2):
        answer = await house.post(f"/hooks/telegram/{desk.channel_id}", update(desk.chat_id, number), **headers)
        assert answer.status_code == 200
    assert await stored(house, desk) == 2


async def test_a_disabled_channel_takes_updates_and_drops_them(house: House, desk: Desk) -> None:
    secret = await secret_of(house, desk)
    await house.ask(desk.tenant, "PUT", f"{CHANNELS}/{desk.channel_id}", {"status": "disabled"})
    answer = await house.post(f"/hooks/telegram/{desk.channel_id}", update(desk.chat_id), **{SECRET: secret})
    assert answer.status_code == 200
    assert await stored(house, desk) == 0
    assert "the channel is disabled" in house.log


async def test_nothing_of_an_update_is_logged(house: House, telegram: TelegramControl, desk: Desk) -> None:
    secret = await secret_of(house, desk)
    await telegram.start(desk.chat_id)
    await telegram.write(desk.chat_id, text="My confidential question")
    await eventually(lambda: stored(house, desk), what="it came in")
    for secret_word in ("confidential", secret, desk.token, desk.token.split(":")[1]):
        assert secret_word not in house.log
