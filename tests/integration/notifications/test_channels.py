"""Setting up a Telegram bot: its token is checked and hidden, its webhook is set, and only admins do it."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.vocabulary import Role
from tests.integration.notifications.desk import Desk
from tests.support.fake_telegram import FaultKind, TelegramControl
from tests.support.fake_telegram.shapes import FaultShape

UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_a_bot_becomes_a_channel_with_its_webhook_set(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    channel = await desk.add_channel(tenant_id, token)
    shown = {name: channel[name] for name in ("kind", "name", "username", "status", "last_error", "last_inbound_at")}
    assert shown == {
        "kind": "telegram",
        "name": "Help desk",
        "username": f"desk{token.split(':')[0]}_bot",
        "status": "active",
        "last_error": None,
        "last_inbound_at": None,
    }
    [call] = await telegram.calls("setWebhook")
    assert call.parameters["url"] == f"{desk.public_url}/hooks/telegram/{channel['id']}"
    assert call.parameters["allowed_updates"] == UPDATES
    assert len(call.parameters["secret_token"]) >= 32


async def test_token_and_webhook_secret_are_nowhere_in_plain_text(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    channel = await desk.add_channel(tenant_id, token)
    path = f"/{channel['id']}"
    await telegram.fail_next(kind=FaultKind.TIMEOUT_BEFORE)
    answers = [
        await desk.ask("GET", path + "/health", tenant_id=tenant_id),
        await desk.ask("GET", path, tenant_id=tenant_id),
        await desk.ask("GET", "", tenant_id=tenant_id),
        await desk.ask("PUT", path, tenant_id=tenant_id, json={"token": token + "x"}),
        await desk.ask("POST", "", tenant_id=tenant_id, json={"kind": "telegram", "token": token, "name": "\x00"}),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 422, 422]
    webhook_secret = (await telegram.calls("setWebhook"))[0].parameters["secret_token"]
    document = await desk.database["bots"].find_one({"_id": UUID(channel["id"])})
    seen = "".join([str(document), desk.log, *(answer.text for answer in answers)])
    assert document
    assert token not in seen
    assert token.split(":")[1] not in seen
    assert webhook_secret not in seen


async def test_a_wrong_token_is_refused_by_its_field(desk: Desk, telegram: TelegramControl, tenant_id: UUID) -> None:
    for token in ("999:unknown", "no token at all", "1:a/../getMe"):
        answer = await desk.ask("POST", "", tenant_id=tenant_id, json={"kind": "telegram", "token": token})
        assert (answer.status_code, problem_field(answer.json())) == (422, "token")
        assert token not in answer.text
    assert (await desk.ask("GET", "", tenant_id=tenant_id)).json() == {"channels": [], "next_cursor": None}


@pytest.mark.parametrize("kind", [FaultKind.SERVER_ERROR, FaultKind.BAD_GATEWAY, FaultKind.TIMEOUT_BEFORE])
async def test_when_telegram_is_away_nothing_is_set_up(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str, kind: FaultKind
) -> None:
    await telegram.fail_next(kind=kind, method="getMe")
    answer = await desk.ask("POST", "", tenant_id=tenant_id, json={"kind": "telegram", "token": token})
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers
    assert (await desk.ask("GET", "", tenant_id=tenant_id)).json()["channels"] == []


async def test_a_webhook_that_telegram_refuses_is_said_and_can_be_healed(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    words = "Bad Request: bad webhook: IP address is reserved"
    await telegram.script(FaultShape(kind=FaultKind.REFUSED, code=400, description=words, method="setWebhook"))
    channel = await desk.add_channel(tenant_id, token)
    health = (await desk.ask("GET", f"/{channel['id']}/health", tenant_id=tenant_id)).json()
    assert channel["last_error"] == f"The webhook was not set: {words}"
    assert (health["sends"], health["receives"], health["problem"]) == (True, False, "The webhook is not set.")
    healed = await desk.ask("PUT", f"/{channel['id']}", tenant_id=tenant_id, json={"status": "active"})
    health = (await desk.ask("GET", f"/{channel['id']}/health", tenant_id=tenant_id)).json()
    assert healed.json()["last_error"] is None
    assert (health["sends"], health["receives"], health["problem"]) == (True, True, None)


async def test_the_same_bot_twice_is_a_conflict_and_keeps_its_webhook(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    await desk.add_channel(tenant_id, token)
    again = await desk.ask("POST", "", tenant_id=tenant_id, json={"kind": "telegram", "token": token})
    assert again.status_code == 409
    assert len(await telegram.calls("setWebhook")) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "max", "token": "1:a"}, "kind"),
        ({"kind": "email", "token": "1:a"}, "kind"),
        ({"kind": "pigeon", "token": "1:a"}, "kind"),
        ({"kind": "telegram"}, "token"),
        ({"kind": "telegram", "token": 7}, "token"),
        ({"kind": "telegram", "token": "x" * 256}, "token"),
        ({"token": "1:a"}, "kind"),
    ],
)
async def test_a_wrong_field_is_named(desk: Desk, tenant_id: UUID, body: dict[str, Any], field: str) -> None:
    answer = await desk.ask("POST", "", tenant_id=tenant_id, json=body)
    assert (answer.status_code, problem_field(answer.json())) == (422, field)


async def test_max_is_said_to_come_later(desk: Desk, tenant_id: UUID) -> None:
    answer = await desk.ask("POST", "", tenant_id=tenant_id, json={"kind": "max", "token": "anything"})
    assert answer.status_code == 422
    assert "not available yet" in answer.text


@pytest.mark.parametrize("role", [Role.AGENT, Role.CUSTOMER])
async def test_channels_are_the_admins_business_alone(desk: Desk, tenant_id: UUID, role: Role) -> None:
    path = f"/{uuid4()}"
    for method, where in [("GET", ""), ("POST", ""), ("GET", path), ("GET", path + "/health"), ("DELETE", path)]:
        body = {"kind": "telegram", "token": "1:a"} if method == "POST" else None
        answer = await desk.ask(method, where, tenant_id=tenant_id, json=body, role=role)
        assert answer.status_code == 403, (method, where)
    assert (await desk.ask("PUT", path, tenant_id=tenant_id, json={}, role=role)).status_code == 403


async def test_another_tenants_channel_is_like_none(desk: Desk, tenant_id: UUID, token: str) -> None:
    channel = await desk.add_channel(tenant_id, token)
    for method, tail in [("GET", ""), ("GET", "/health"), ("PUT", ""), ("DELETE", "")]:
        answers = [
            await desk.ask(method, f"/{channel_id}{tail}", tenant_id=uuid4(), json={} if method == "PUT" else None)
            for channel_id in (channel["id"], uuid4())
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].json()["error"] == answers[1].json()["error"]
    assert (await desk.ask("GET", f"/{channel['id']}", tenant_id=tenant_id)).status_code == 200


async def test_a_new_token_of_the_same_bot_is_taken_and_another_bots_is_not(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    channel = await desk.add_channel(tenant_id, token)
    other = await telegram.register_bot("77:AAother")
    wrong = await desk.ask("PUT", f"/{channel['id']}", tenant_id=tenant_id, json={"token": other.token})
    assert (wrong.status_code, problem_field(wrong.json())) == (422, "token")
    right = await desk.ask("PUT", f"/{channel['id']}", tenant_id=tenant_id, json={"token": token, "name": "Support"})
    assert (right.status_code, right.json()["name"]) == (200, "Support")


async def test_a_disabled_channel_has_no_webhook_until_it_is_active_again(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    channel = await desk.add_channel(tenant_id, token)
    path = f"/{channel['id']}"
    disabled = await desk.ask("PUT", path, tenant_id=tenant_id, json={"status": "disabled"})
    health = (await desk.ask("GET", path + "/health", tenant_id=tenant_id)).json()
    assert disabled.json()["status"] == "disabled"
    assert (health["sends"], health["receives"], health["webhook"]["url"]) == (False, False, None)
    await desk.ask("PUT", path, tenant_id=tenant_id, json={"status": "active"})
    health = (await desk.ask("GET", path + "/health", tenant_id=tenant_id)).json()
    assert (health["status"], health["sends"], health["receives"]) == ("active", True, True)


async def test_a_removed_channel_is_gone_and_its_webhook_too(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    channel = await desk.add_channel(tenant_id, token)
    await telegram.fail_next(kind=FaultKind.SERVER_ERROR, method="getWebhookInfo")
    assert (await desk.ask("DELETE", f"/{channel['id']}", tenant_id=tenant_id)).status_code == 204
    assert (await desk.ask("GET", f"/{channel['id']}", tenant_id=tenant_id)).status_code == 404
    again = await desk.add_channel(tenant_id, token)
    assert (await desk.ask("DELETE", f"/{again['id']}", tenant_id=tenant_id)).status_code == 204
    assert len(await telegram.calls("deleteWebhook")) == 1


async def test_health_says_that_telegram_no_longer_knows_the_token(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    channel = await desk.add_channel(tenant_id, token)
    await telegram.reset()
    health = (await desk.ask("GET", f"/{channel['id']}/health", tenant_id=tenant_id)).json()
    kept = (await desk.ask("GET", f"/{channel['id']}", tenant_id=tenant_id)).json()
    assert (health["status"], health["sends"], health["problem"]) == ("disabled", False, "Unauthorized")
    assert (kept["status"], kept["last_error"]) == ("disabled", "Unauthorized")


async def test_channels_are_listed_page_by_page(desk: Desk, telegram: TelegramControl, tenant_id: UUID) -> None:
    made = []
    for number in range(3):
        await telegram.register_bot(f"{88_000 + number}:AAlisted")
        made.append((await desk.add_channel(tenant_id, f"{88_000 + number}:AAlisted"))["id"])
    first = (await desk.ask("GET", "?limit=2", tenant_id=tenant_id)).json()
    rest = (await desk.ask("GET", f"?cursor={first['next_cursor']}", tenant_id=tenant_id)).json()
    assert [channel["id"] for channel in first["channels"] + rest["channels"]] == made
    assert rest["next_cursor"] is None


def problem_field(body: dict[str, Any]) -> str:
    return str(body["error"]["details"][0]["field"])
